// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.Applied;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How far the nodes, all of them, have applied the events of each source partition. */
final class AppliedByAll {
  private final Map<Source, AppliedLine> lines = new TreeMap<>();

  /** The members on which events have to be applied. */
  private final Set<MemberId> nodes = new HashSet<>();

  private record Source(String topic, int partition) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      int byTopic = topic.compareTo(other.topic);
      return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
    }
  }

  /** A member says how far it has come, or that it follows no log. */
  void heard(Registration registration, Heartbeat heartbeat, Instant storedAt) {
    MemberId id = MemberId.of(heartbeat);
    if (!MemberView.isNode(registration, heartbeat)) {
      gone(id);
      return;
    }
    nodes.add(id);
    for (SourceApplied applied : heartbeat.getApplied()) {
      lines
          .computeIfAbsent(
              new Source(applied.getTopic(), applied.getPartition()), source -> new AppliedLine())
          .heard(id, applied.getNextOffset(), storedAt);
    }
  }

  /** A member is waited for no longer. */
  void gone(MemberId id) {
    if (nodes.remove(id)) {
      lines.values().forEach(line -> line.gone(id));
      lines.values().removeIf(AppliedLine::isEmpty);
    }
  }

  /** What all nodes have applied since this was last asked. */
  List<Applied> advanced() {
    List<Applied> all = new ArrayList<>();
    lines.forEach(
        (source, line) ->
            line.advanced(source.topic(), source.partition(), nodes.size()).ifPresent(all::add));
    return all;
  }
}
