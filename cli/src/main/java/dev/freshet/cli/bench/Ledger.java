// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.bench.ground.BenchRules;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.worker.CommandListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which event of a run is applied on which node, and what the nodes may still serve. A node may be
 * faster than the publisher's receipt: an event is opened by whoever comes first. Safe for any
 * thread.
 */
final class Ledger {
  private static final String KEYS = BenchRules.REGION + ":";
  private static final String TAGS = "bench:group:";

  private final List<Versions> floors = new ArrayList<>();
  private final Map<Receipt, Open> open = new HashMap<>();
  private final Tally tally;
  private long outstanding;

  private record Published(Change change, long dueNanos) {}

  /** An event that is not applied everywhere yet. Guarded by the ledger. */
  private static final class Open {
    private final Set<Integer> nodes = new HashSet<>();
    private @Nullable Published published;
    private long lastNanos;
  }

  /**
   * A ledger of some nodes.
   *
   * @param source what they may serve to begin with is what it has
   */
  Ledger(int nodes, Source source, Tally tally) {
    for (int i = 0; i < nodes; i++) {
      floors.add(source.floors());
    }
    this.tally = tally;
  }

  /** The oldest versions that a node may still serve. */
  Versions floors(int node) {
    return floors.get(node);
  }

  /** What a node tells of its commands; others' are none of ours. */
  CommandListener listener(int node) {
    return command -> {
      Receipt cause = command.cause();
      if (cause != null && isOurs(command.target())) {
        applied(node, cause, System.nanoTime());
      }
    };
  }

  private static boolean isOurs(Target target) {
    return (target instanceof Target.Key key && key.key().startsWith(KEYS))
        || (target instanceof Target.Tag tag && tag.tag().startsWith(TAGS));
  }

  /** An event is stored; it is waited for from now on. */
  synchronized void published(Change change, long dueNanos, Receipt receipt) {
    outstanding++;
    Open event = open.computeIfAbsent(receipt, key -> new Open());
    event.published = new Published(change, dueNanos);
    event.nodes.forEach(node -> floors.get(node).raise(change));
    settle(receipt, event);
  }

  private synchronized void applied(int node, Receipt cause, long atNanos) {
    Open event = open.computeIfAbsent(cause, key -> new Open());
    if (event.nodes.add(node)) {
      event.lastNanos = atNanos;
    }
    Published published = event.published;
    if (published != null) {
      floors.get(node).raise(published.change());
      settle(cause, event);
    }
  }

  private void settle(Receipt receipt, Open event) {
    Published published = event.published;
    if (published != null && event.nodes.size() == floors.size()) {
      open.remove(receipt);
      tally.applied(event.lastNanos - published.dueNanos());
      outstanding--;
      notifyAll();
    }
  }

  /** Waits until all that was published is applied; answers how many are not in time. */
  synchronized long awaitApplied(Duration timeout) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    long leftNanos = timeout.toNanos();
    while (outstanding > 0 && leftNanos > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
      leftNanos = deadlineNanos - System.nanoTime();
    }
    return outstanding;
  }
}
