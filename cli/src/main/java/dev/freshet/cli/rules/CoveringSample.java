// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses a few of many events so that they show as much as possible: one of each kind first, then
 * a second of each. Events are of one kind if they have one type and the same rules say the same
 * about them. Of a kind the first ones are taken.
 *
 * <p>Holds no more events than it chooses, however many pass by. For one thread; asks nobody but
 * the rules.
 */
final class CoveringSample {
  private final int max;
  private final Function<DomainEvent, MatchResult> rules;
  private final Map<Kind, List<DomainEvent>> chosen = new LinkedHashMap<>();
  private final Set<Kind> leftOut = new HashSet<>();
  private int size;
  private long seen;

  /** Events of one type about which the rules say the same. */
  private record Kind(String type, Set<Reaction> reactions) {}

  /** What a rule makes of an event, but for the values of the event. */
  private record Reaction(Outcome.RuleRef rule, String what) {
    static Reaction of(Outcome outcome) {
      if (outcome instanceof Outcome.Failed failed) {
        return new Reaction(failed.rule(), "fails at " + failed.location());
      }
      boolean widens =
          outcome instanceof Outcome.Invalidates invalidates && !invalidates.widened().isEmpty();
      return new Reaction(outcome.rule(), widens ? "widens" : "invalidates");
    }
  }

  /**
   * @param max how many events to choose, at least 1
   * @param rules what they say about an event
   */
  CoveringSample(int max, Function<DomainEvent, MatchResult> rules) {
    this.max = max;
    this.rules = rules;
  }

  /** Looks at one more event. */
  void offer(DomainEvent event) {
    seen++;
    Kind kind = kind(event);
    int already = chosen.getOrDefault(kind, List.of()).size();
    if (size < max) {
      size++;
    } else if (!takeFrom(already + 2)) {
      if (already == 0) {
        leftOut.add(kind);
      }
      return;
    }
    chosen.computeIfAbsent(kind, any -> new ArrayList<>()).add(event);
  }

  private Kind kind(DomainEvent event) {
    return new Kind(
        event.type(),
        rules.apply(event).outcomes().stream()
            .map(Reaction::of)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Drops the last event of the kind that has most, if it has so many. */
  private boolean takeFrom(int atLeast) {
    List<DomainEvent> most =
        chosen.values().stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    if (most.size() < atLeast) {
      return false;
    }
    most.remove(most.size() - 1);
    return true;
  }

  /** The chosen events, kind by kind in the order in which the kinds were first seen. */
  List<DomainEvent> events() {
    return chosen.values().stream().flatMap(List::stream).toList();
  }

  /** How many events it has looked at. */
  long seen() {
    return seen;
  }

  /** How many kinds of events the choice shows. */
  int kinds() {
    return chosen.size();
  }

  /** How many kinds of events were seen for which there is no room. */
  int kindsLeftOut() {
    return leftOut.size();
  }
}
