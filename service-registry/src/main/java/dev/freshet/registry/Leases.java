// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.MemberLease;
import java.time.Duration;

/** The leases that members have: how often they are heard, and what their silence means. */
public final class Leases {
  /** Time between two heartbeats of whoever says nothing else. */
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(5);

  /** The shortest time between two heartbeats. */
  public static final Duration SHORTEST_HEARTBEAT = Duration.ofSeconds(1);

  /** The longest time between two heartbeats. */
  public static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(5);

  /** The longest silence before a member is gone. */
  public static final Duration LONGEST_EXPIRY = Duration.ofHours(1);

  /** 5 s between heartbeats, suspect after 15 s, gone after 30 s. */
  public static final MemberLease DEFAULT = every(DEFAULT_HEARTBEAT);

  private Leases() {}

  /** A lease of which three heartbeats may be lost before its member is suspect, and six in all. */
  public static MemberLease every(Duration heartbeat) {
    long ms = heartbeat.toMillis();
    return new MemberLease(ms, 3 * ms, 6 * ms);
  }
}
