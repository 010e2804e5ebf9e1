// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.MemberLease;
import dev.freshet.registry.Leases;
import java.time.Duration;

/**
 * What a member's silence means, within bounds: a lease of no length would make every member flap,
 * one without end would keep the dead. Immutable.
 *
 * @param suspectAfter silence after which it is suspect
 * @param expireAfter silence after which it is gone; longer by a heartbeat at least
 */
record Lease(Duration suspectAfter, Duration expireAfter) {
  private static final long SHORTEST_HEARTBEAT_MS = Leases.SHORTEST_HEARTBEAT.toMillis();
  private static final long LONGEST_HEARTBEAT_MS = Leases.LONGEST_HEARTBEAT.toMillis();
  private static final long LONGEST_SILENCE_MS = Leases.LONGEST_EXPIRY.toMillis();

  /** What a member asked for, as far as it may. */
  static Lease of(MemberLease asked) {
    long heartbeatMs = heartbeatMs(asked);
    long suspectMs =
        between(2 * heartbeatMs, asked.getSuspectAfterMs(), LONGEST_SILENCE_MS - heartbeatMs);
    long expireMs = between(suspectMs + heartbeatMs, asked.getExpireAfterMs(), LONGEST_SILENCE_MS);
    return new Lease(Duration.ofMillis(suspectMs), Duration.ofMillis(expireMs));
  }

  private static long heartbeatMs(MemberLease asked) {
    return between(SHORTEST_HEARTBEAT_MS, asked.getHeartbeatMs(), LONGEST_HEARTBEAT_MS);
  }

  private static long between(long least, long asked, long most) {
    return Math.max(least, Math.min(most, asked));
  }

  /** Whether a member gets what it asked for. */
  boolean grants(MemberLease asked) {
    return heartbeatMs(asked) == asked.getHeartbeatMs()
        && suspectAfter.toMillis() == asked.getSuspectAfterMs()
        && expireAfter.toMillis() == asked.getExpireAfterMs();
  }

  /** For messages: what is allowed for what was asked. */
  static String bounds(MemberLease asked) {
    return "found heartbeat "
        + asked.getHeartbeatMs()
        + " ms, suspect after "
        + asked.getSuspectAfterMs()
        + " ms, gone after "
        + asked.getExpireAfterMs()
        + " ms; expected a heartbeat of 1 s to 5 min, suspect after two of them at least, gone one"
        + " later at least and within an hour";
  }
}
