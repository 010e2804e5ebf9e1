// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.registry.MemberView;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the heartbeats that come over HTTP. Any coordinator may get the next one, and the
 * registry takes none whose number is not above the last: so they are numbered by the time in ms,
 * which rises over all coordinators, and where clocks differ, by one more than the last number that
 * is known. (Of two heartbeats within the difference of two clocks and the lag of the view, through
 * two coordinators, the second is not taken; the first has renewed the lease.)
 *
 * <p>Safe for any thread.
 */
final class Sequence {
  private final AtomicLong last = new AtomicLong();

  long next(MemberView member, Instant now) {
    long heard =
        member.heard().map(MemberView.Heard::heartbeat).map(Heartbeat::getSequence).orElse(0L);
    return last.updateAndGet(before -> Math.max(Math.max(before, heard) + 1, now.toEpochMilli()));
  }
}
