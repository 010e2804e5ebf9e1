// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.demo.oracle.Change;
import dev.freshet.events.values.Receipt;
import dev.freshet.worker.AppliedCommand;
import dev.freshet.worker.CommandListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which event was published when, and when its commands were applied on which node. The nodes'
 * listeners may be faster than the publisher's receipt: an event is opened by whoever comes first.
 * Safe for any thread.
 */
final class Ledger {
  private record Published(
      Change change, long atNanos, Receipt receipt, CompletableFuture<Applied> applied) {}

  private record Step(int node, String target, long atNanos) {}

  /** An event that is not applied everywhere yet. Guarded by the ledger. */
  private static final class Open {
    @Nullable Published published;
    final List<Step> steps = new ArrayList<>();
    final Set<Integer> finished = new HashSet<>();

    int commands(int node) {
      return (int)
          steps.stream().filter(step -> step.node() == node).map(Step::target).distinct().count();
    }
  }

  private final List<Floors> floors = new ArrayList<>();
  private final Map<Receipt, Open> open = new HashMap<>();
  private final Map<Integer, Receipt> newest = new HashMap<>();
  private final Latencies latencies = new Latencies();
  private long commands;

  Ledger(int nodes, int rows) {
    for (int i = 0; i < nodes; i++) {
      floors.add(new Floors(rows));
    }
  }

  /** What a node may still serve. */
  Floors floors(int node) {
    return floors.get(node);
  }

  /** What a node tells of its commands. */
  CommandListener listener(int node) {
    return command -> applied(node, command, System.nanoTime());
  }

  /** Notes a receipt; completes the future when the event is applied on all nodes. */
  synchronized void published(
      Change change, long atNanos, Receipt receipt, CompletableFuture<Applied> applied) {
    newest.merge(
        receipt.partition(), receipt, (one, two) -> one.offset() > two.offset() ? one : two);
    Open event = open.computeIfAbsent(receipt, key -> new Open());
    event.published = new Published(change, atNanos, receipt, applied);
    settle(event, event.published);
  }

  private synchronized void applied(int node, AppliedCommand command, long atNanos) {
    Receipt cause = command.cause();
    if (cause == null) {
      return;
    }
    if (node == 0) {
      commands++;
    }
    Open event = open.computeIfAbsent(cause, key -> new Open());
    event.steps.add(new Step(node, command.target().text(), atNanos));
    if (event.published != null) {
      settle(event, event.published);
    }
  }

  private void settle(Open event, Published published) {
    for (int node = 0; node < floors.size(); node++) {
      boolean complete = event.commands(node) >= published.change().expectation().commands();
      if (complete && event.finished.add(node)) {
        floors.get(node).raise(published.change());
      }
    }
    if (event.finished.size() == floors.size()) {
      open.remove(published.receipt());
      Applied applied = outcome(event, published);
      latencies.add(applied.latencyNanos());
      // Nobody waits with a callback: completing under the lock runs no foreign code.
      published.applied().complete(applied);
    }
  }

  private static Applied outcome(Open event, Published published) {
    List<Applied.Step> steps =
        event.steps.stream()
            .map(
                step ->
                    new Applied.Step(
                        step.node(), step.target(), step.atNanos() - published.atNanos()))
            .toList();
    long latency = steps.stream().mapToLong(Applied.Step::afterNanos).max().orElse(0);
    return new Applied(published.change().event(), published.receipt(), steps, latency);
  }

  /** The newest receipt of each partition. */
  synchronized Collection<Receipt> newest() {
    return List.copyOf(newest.values());
  }

  /** Publish to applied on all nodes. */
  Latencies latencies() {
    return latencies;
  }

  /** Commands applied on the first node. */
  synchronized long commands() {
    return commands;
  }

  /** Begins to count anew; what is known of versions stays. */
  synchronized void startMeasuring() {
    commands = 0;
    latencies.clear();
    newest.clear();
  }
}
