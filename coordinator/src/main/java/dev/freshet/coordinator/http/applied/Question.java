// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.events.avro.Watermark;
import dev.freshet.events.values.Receipt;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What somebody wants to know to be applied. Pure; implementations are safe for any thread. */
@FunctionalInterface
public interface Question {

  /** How far it is applied, by what is known at that moment. */
  Applied ask(RegistrySnapshot snapshot);

  /** Whether events are applied; there must be one at least. */
  static Question events(Collection<Receipt> receipts) {
    // Of a partition the last one says it for all.
    Map<String, Receipt> last = new TreeMap<>();
    for (Receipt receipt : receipts) {
      last.merge(
          receipt.topic() + ":" + receipt.partition(),
          receipt,
          (one, other) -> one.offset() >= other.offset() ? one : other);
    }
    List<Receipt> all = List.copyOf(last.values());
    return snapshot ->
        all.stream().map(snapshot::applied).map(Applied::of).reduce(Applied::and).orElseThrow();
  }

  /**
   * Whether commands are applied.
   *
   * @param offsets of the last one by its partition of the command log
   */
  static Question commands(Map<Integer, Long> offsets) {
    Map<Integer, Long> wanted = Map.copyOf(offsets);
    return snapshot -> {
      List<MemberId> waiting = new ArrayList<>();
      int nodes = 0;
      for (MemberView node : (Iterable<MemberView>) snapshot.nodes()::iterator) {
        nodes++;
        List<Watermark> watermarks =
            node.heard().map(heard -> heard.heartbeat().getWatermarks()).orElse(List.of());
        if (!areReached(watermarks, wanted)) {
          waiting.add(node.id());
        }
      }
      return new Applied(true, nodes, waiting, Optional.empty());
    };
  }

  private static boolean areReached(List<Watermark> watermarks, Map<Integer, Long> wanted) {
    long reached =
        watermarks.stream()
            .filter(
                mark ->
                    mark.getNextOffset() > wanted.getOrDefault(mark.getPartition(), Long.MAX_VALUE))
            .count();
    return reached == wanted.size();
  }
}
