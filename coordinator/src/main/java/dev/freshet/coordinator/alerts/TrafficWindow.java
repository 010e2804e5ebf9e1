// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The heartbeats of the last while, and what they say together. Counters of heartbeats are since
 * the start of an incarnation, so what was done lately is the difference between two of the same
 * one. For one thread.
 */
final class TrafficWindow {
  private final Duration length;
  private final Map<MemberId, Deque<Heard>> heard = new HashMap<>();

  TrafficWindow(Duration length) {
    this.length = length;
  }

  /** Takes the newest heartbeats, and lets go of those that are too old. */
  void observe(RegistrySnapshot snapshot) {
    heard.keySet().retainAll(snapshot.members().keySet());
    snapshot.members().values().forEach(this::observe);
  }

  private void observe(MemberView member) {
    Optional<Heard> newest = member.heard();
    if (newest.isEmpty()) {
      heard.remove(member.id());
      return;
    }
    Deque<Heard> all = heard.computeIfAbsent(member.id(), id -> new ArrayDeque<>());
    Heard last = all.peekLast();
    if (last != null && !incarnation(last).equals(incarnation(newest.get()))) {
      all.clear();
      last = null;
    }
    if (last == null || sequence(last) < sequence(newest.get())) {
      all.addLast(newest.get());
    }
    Instant oldest = newest.get().storedAt().minus(length);
    while (all.getFirst().storedAt().isBefore(oldest)) {
      all.removeFirst();
    }
  }

  private static String incarnation(Heard one) {
    return one.heartbeat().getIncarnation();
  }

  private static long sequence(Heard one) {
    return one.heartbeat().getSequence();
  }

  /** What regions did lately, by {@code service/region}, over all nodes of a service. */
  SortedMap<String, Traffic> traffic() {
    SortedMap<String, Traffic> traffic = new TreeMap<>();
    heard.forEach(
        (id, all) -> {
          Map<String, Traffic> before = regions(all.getFirst().heartbeat());
          regions(all.getLast().heartbeat())
              .forEach(
                  (region, now) ->
                      traffic.merge(
                          id.service() + "/" + region,
                          now.since(before.getOrDefault(region, Traffic.NONE)),
                          Traffic::plus));
        });
    return traffic;
  }

  private static Map<String, Traffic> regions(Heartbeat heartbeat) {
    Map<String, Traffic> regions = new HashMap<>();
    for (RegionStatus status : heartbeat.getRegions()) {
      regions.merge(status.getRegion(), Traffic.of(status), Traffic::plus);
    }
    return regions;
  }

  /**
   * For how long the closed time of a member has not moved, by its heartbeats; empty if it has, or
   * if there is only one heartbeat.
   */
  Optional<Duration> closedTimeStands(MemberId id) {
    Deque<Heard> all = heard.getOrDefault(id, new ArrayDeque<>());
    if (all.size() < 2) {
      return Optional.empty();
    }
    Heard last = all.getLast();
    Optional<Long> closed = last.heartbeat().getClosedTimeMs();
    Instant since = last.storedAt();
    for (Heard earlier : (Iterable<Heard>) all::descendingIterator) {
      if (!earlier.heartbeat().getClosedTimeMs().equals(closed)) {
        break;
      }
      since = earlier.storedAt();
    }
    return Optional.of(Duration.between(since, last.storedAt())).filter(stands -> !stands.isZero());
  }
}
