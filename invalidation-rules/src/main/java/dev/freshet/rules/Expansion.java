// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the outputs of one rule for one event. Belongs to one thread. */
final class Expansion {
  /** Few, so that looking through them costs less than hashing them. */
  private final List<Target> targets;

  // Most events have none of these: a list of their own each would be waste.
  private List<Outcome.Widened> widened = List.of();
  private List<Outcome> failures = List.of();

  Expansion(int outputs) {
    this.targets = new ArrayList<>(outputs);
  }

  void add(Target target) {
    if (!targets.contains(target)) {
      targets.add(target);
    }
  }

  void widen(Outcome.Widened one) {
    one.targets().forEach(this::add);
    widened = with(widened, one);
  }

  void fail(Outcome.Failed failure) {
    failures = with(failures, failure);
  }

  private static <T> List<T> with(List<T> list, T item) {
    List<T> longer = list.isEmpty() ? new ArrayList<>() : list;
    longer.add(item);
    return longer;
  }

  void addTo(List<Outcome> outcomes, Outcome.RuleRef rule, Delivery delivery) {
    if (!targets.isEmpty()) {
      outcomes.add(new Outcome.Invalidates(rule, targets, widened, delivery));
    }
    outcomes.addAll(failures);
  }
}
