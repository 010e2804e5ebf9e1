// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.registry.MemberId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last heartbeat of each start that has not registered yet. Registrations and heartbeats stand
 * in different topics, so the first heartbeat may be read before the registration; without this a
 * member would be held to be joining until its second. Bounded; the oldest go first.
 */
final class Strangers {
  static final int MOST = 1_000;

  private final Map<MemberId, Beat> beats =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MemberId, Beat> eldest) {
          return size() > MOST;
        }
      };

  /** A heartbeat and when the broker stored it. */
  record Beat(Heartbeat heartbeat, Instant storedAt) {}

  void heard(MemberId id, Heartbeat heartbeat, Instant storedAt) {
    beats.put(id, new Beat(heartbeat, storedAt));
  }

  /** The last heartbeat of a start that has registered now, if there was one. */
  Optional<Beat> registered(Member member) {
    return Optional.ofNullable(beats.remove(member.id()))
        .filter(beat -> beat.heartbeat().getIncarnation().equals(member.incarnation()));
  }
}
