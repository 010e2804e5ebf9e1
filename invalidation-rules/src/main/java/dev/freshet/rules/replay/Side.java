// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one of the two books did with the events. Immutable and safe for any thread.
 *
 * <p>A command is counted for each distinct target of an event in the rules that are enforced, as
 * the coordinator sends them; what coalescing saves, repetitions add and limits widen is left out.
 *
 * @param matched events that gave a command
 * @param commands the commands
 * @param kinds the same by the kind of their target; those that there were
 * @param perMinute how they spread over time
 * @param targets how many different targets they had
 * @param top the most frequent targets
 * @param shadowCommands what rules in shadow mode would have sent besides
 * @param failures rules and outputs that could not be worked out
 */
public record Side(
    long matched,
    long commands,
    Map<TargetKind, Long> kinds,
    PerMinute perMinute,
    Distinct targets,
    List<TopTarget> top,
    long shadowCommands,
    long failures) {

  public Side {
    Map<TargetKind, Long> sorted = new EnumMap<>(TargetKind.class);
    sorted.putAll(kinds);
    kinds = Collections.unmodifiableMap(sorted);
    top = List.copyOf(top);
  }

  /** The commands for targets of a kind. */
  public long commands(TargetKind kind) {
    return kinds.getOrDefault(kind, 0L);
  }
}
