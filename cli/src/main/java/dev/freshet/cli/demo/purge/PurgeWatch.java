// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import dev.freshet.events.values.Receipt;
import dev.freshet.worker.AppliedCommand;
import dev.freshet.worker.CommandListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When which node has applied which commands of the act, and how old a price may be there since.
 * Safe for any thread.
 */
public final class PurgeWatch {
  /** A command for prices, on one node. */
  record Step(int node, String target, Receipt cause, long atNanos) {}

  private final Prices prices = new Prices();
  private final AtomicLongArray floors;
  private final List<Step> steps = new ArrayList<>();

  /** For so many nodes. */
  public PurgeWatch(int nodes) {
    floors = new AtomicLongArray(nodes);
  }

  /** What a node tells of its commands; others than those for prices are nothing to it. */
  public CommandListener listener(int node) {
    return command -> applied(node, command, System.nanoTime());
  }

  private void applied(int node, AppliedCommand command, long atNanos) {
    String target = command.target().text();
    Receipt cause = command.cause();
    if (cause != null && target.startsWith("t|demo:")) {
      floors.set(node, prices.version());
      synchronized (this) {
        steps.add(new Step(node, target, cause, atNanos));
      }
    }
  }

  Prices prices() {
    return prices;
  }

  /** The oldest version that a node may still serve. */
  long floor(int node) {
    return floors.get(node);
  }

  /** What was applied of an event so far. */
  synchronized List<Step> steps(Receipt event) {
    return steps.stream().filter(step -> step.cause().equals(event)).toList();
  }
}
