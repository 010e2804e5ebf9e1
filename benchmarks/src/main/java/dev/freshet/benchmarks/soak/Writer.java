// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import dev.freshet.cache.CommandFailedException;
import dev.freshet.events.DomainEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Changes values in the source and says so: most by an event for one key, some by an event for a
 * tag, some through the cache of the first node. For one thread.
 */
final class Writer {
  /** Of as many changes one is of a whole group, and one goes through a cache. */
  private static final int CHANGES_PER_GROUP = 100;

  private static final int CHANGES_PER_WRITE = 20;

  private final Rig rig;
  private final History history;

  /** Those that may not be stored yet. */
  private final Queue<CompletableFuture<Void>> underway = new ConcurrentLinkedQueue<>();

  private volatile long changes;

  Writer(Rig rig) {
    this.rig = rig;
    this.history = rig.history();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void change() throws Exception {
    long number = ++changes;
    int key = ThreadLocalRandom.current().nextInt(Rig.KEYS);
    if (number % CHANGES_PER_GROUP == 0) {
      changeGroup(key - key % Rig.GROUP_KEYS);
    } else if (number % CHANGES_PER_WRITE == 0) {
      write(key);
    } else {
      tell("item.changed", key, Map.of(key, history.change(key)));
    }
    forgetStored();
  }

  private void changeGroup(int first) {
    Map<Integer, Long> changed = new HashMap<>();
    for (int key = first; key < first + Rig.GROUP_KEYS; key++) {
      changed.put(key, history.change(key));
    }
    tell("group.changed", first, changed);
  }

  private void tell(String type, int key, Map<Integer, Long> changed) {
    DomainEvent event =
        new DomainEvent(
            UUID.randomUUID().toString(),
            "/soak",
            type,
            Rig.group(key),
            null,
            Map.of(),
            Rig.parameters(key));
    underway.add(
        rig.publisher().publish(event).thenAccept(receipt -> history.published(receipt, changed)));
  }

  /** While the broker is away nobody can say what has become of the command: then an event does. */
  private void write(int key) {
    long version = history.version(key) + 1;
    try {
      boolean unused =
          rig.region(0)
              .write(rig.key(key), Value.of(version), (written, value) -> history.change(key));
      history.applied(0, key, version);
    } catch (CommandFailedException e) {
      tell("item.changed", key, Map.of(key, history.version(key)));
    }
  }

  /** What has failed fails the writer. */
  private void forgetStored() throws ExecutionException, InterruptedException {
    for (var oldest = underway.peek();
        oldest != null && oldest.isDone();
        oldest = underway.peek()) {
      Void unused = underway.remove().get();
    }
  }

  void awaitStored(Duration patience)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture.allOf(underway.toArray(CompletableFuture[]::new))
        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  long changes() {
    return changes;
  }
}
