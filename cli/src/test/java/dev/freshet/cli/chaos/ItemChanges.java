// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Changes random items, a few hundred a second, and says so in events, until stopped. */
final class ItemChanges implements AutoCloseable {
  private static final long EVERY_MS = 4;

  private final Items items;
  private final int count;
  private final Random random;
  private final EventPublisher publisher;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> changing;

  // Of the clock's thread until it has ended.
  private final Set<Integer> changed = new HashSet<>();
  private final List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

  /** Begins. */
  ItemChanges(String kafka, String environment, Items items, int count, Random random) {
    this.items = items;
    this.count = count;
    this.random = random;
    this.publisher = EventPublisher.builder(kafka).environment(environment).build();
    this.changing =
        clock.scheduleAtFixedRate(this::change, EVERY_MS, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void change() {
    int id = random.nextInt(count);
    try {
      items.change(id);
    } catch (SQLException e) {
      throw new IllegalStateException("item " + id + ": not changed", e);
    }
    changed.add(id);
    DomainEvent event =
        DomainEvent.of(
            UUID.randomUUID().toString(), "/items", ItemRules.EVENT, Map.of("id", (long) id));
    receipts.add(publisher.publish(event, String.valueOf(id)));
  }

  /** Stops, and says which were the last events that were stored in each partition. */
  Iterable<Receipt> stop() throws Exception {
    clock.shutdown();
    if (!clock.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the changes did not stop");
    }
    if (!changing.isCancelled()) {
      throw new IllegalStateException("the changes stopped early", failure());
    }
    Map<Integer, Receipt> last = new HashMap<>();
    for (CompletableFuture<Receipt> each : receipts) {
      Receipt receipt = each.join();
      last.merge(
          receipt.partition(), receipt, (one, two) -> one.offset() > two.offset() ? one : two);
    }
    return last.values();
  }

  private Throwable failure() throws InterruptedException {
    try {
      return new IllegalStateException("found " + changing.get() + ", expected a failure");
    } catch (ExecutionException e) {
      return e;
    }
  }

  /** Which items have changed, once it is stopped. */
  Set<Integer> changed() {
    return changed;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    publisher.close();
  }
}
