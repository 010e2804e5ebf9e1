// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.DrainOrder;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders to drain members that are not known yet. A member registers every minute and an order
 * stands where it was written, so whoever reads their topic from the start comes to the order
 * first. Orders about nobody are given up. Bounded; the oldest go first.
 */
final class WaitingOrders {
  private static final int MOST = 1_000;

  private final Map<MemberId, Waiting> orders =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MemberId, Waiting> eldest) {
          return size() > MOST;
        }
      };

  private record Waiting(DrainOrder order, Duration since) {}

  void put(MemberId id, DrainOrder order, Now now) {
    orders.put(id, new Waiting(order, now.listened()));
  }

  /** The order about a member, which waits no longer; null if there is none. */
  @Nullable DrainOrder take(MemberId id) {
    Waiting waiting = orders.remove(id);
    return waiting == null ? null : waiting.order();
  }

  /** Whom there were orders about that have waited for so long. */
  List<MemberId> giveUp(Duration after, Now now) {
    List<MemberId> given = new ArrayList<>();
    orders.forEach(
        (id, waiting) -> {
          if (now.since(waiting.since()).compareTo(after) >= 0) {
            given.add(id);
          }
        });
    given.forEach(orders::remove);
    return given;
  }
}
