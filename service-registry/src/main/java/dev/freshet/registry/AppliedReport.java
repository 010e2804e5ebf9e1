// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.values.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * On which nodes an event is applied. Immutable.
 *
 * @param receipt which event
 * @param applied how many nodes have applied it
 * @param nodes how many there are, as {@link RegistrySnapshot#nodes} has them
 * @param waiting those that have not applied it, or have not said so yet
 * @param slowest of those that wait the one that is furthest behind; if none waits, the one whose
 *     cache was furthest behind the log when it was last heard; empty if there are no nodes
 * @param slowestDelay how far the slowest was behind the log when it was last heard; empty if it
 *     did not know
 */
public record AppliedReport(
    Receipt receipt,
    int applied,
    int nodes,
    List<MemberId> waiting,
    Optional<MemberId> slowest,
    Optional<Duration> slowestDelay) {

  public AppliedReport {
    waiting = List.copyOf(waiting);
  }

  /** Whether no node is waited for. */
  public boolean isComplete() {
    return waiting.isEmpty();
  }

  /** For people: {@code applied on 37 of 40 nodes, slowest payments/p-2 180 ms}. */
  @Override
  public String toString() {
    return "applied on "
        + applied
        + " of "
        + nodes
        + " nodes"
        + slowest
            .map(
                who ->
                    ", slowest "
                        + who
                        + slowestDelay.map(delay -> " " + delay.toMillis() + " ms").orElse(""))
            .orElse("");
  }
}
