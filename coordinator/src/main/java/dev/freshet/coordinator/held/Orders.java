// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.held;

import dev.freshet.events.values.Target;
import dev.freshet.rules.Delivery;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.RuleDefinition.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands that one event asks for: one for each target, whichever rules name it, as soon as
 * any of them wants it, and what is to be repeated. Of rules that agree the first is the cause. One
 * thread.
 */
public final class Orders {
  private final Map<Target, Order> first = new LinkedHashMap<>();
  private final List<Order> repeated = new ArrayList<>(0);

  /**
   * One command. Immutable.
   *
   * @param delay zero: it is sent at once
   */
  public record Order(Outcome.RuleRef rule, Target target, Kind kind, Duration delay) {

    /** Whether it is not held at all. */
    public boolean isAtOnce() {
      return delay.isZero();
    }

    private Order orSooner(Order other) {
      return other.delay.compareTo(delay) < 0 ? other : this;
    }
  }

  /** Adds what a rule asks for. */
  public void add(Outcome.Invalidates match) {
    Timing timing = match.delivery().timing();
    add(match, match.targets(), Kind.COALESCED, timing.coalesce());
  }

  /** Adds what is sent instead when a rule asks for too much. */
  public void addInstead(Outcome.Invalidates match, Delivery.Bound bound) {
    Duration coalesce = match.delivery().timing().coalesce();
    Duration wait = coalesce.compareTo(Limiter.SPACING) > 0 ? coalesce : Limiter.SPACING;
    add(match, bound.instead(), Kind.LIMITED, wait);
  }

  private void add(Outcome.Invalidates match, List<Target> targets, Kind kind, Duration wait) {
    Duration repeatAfter = match.delivery().timing().repeatAfter();
    for (Target target : targets) {
      Order order = new Order(match.rule(), target, kind, wait);
      first.merge(target, order, Order::orSooner);
      if (!repeatAfter.isZero()) {
        // After the first, which is itself late by its wait.
        repeated.add(new Order(match.rule(), target, Kind.REPEATED, wait.plus(repeatAfter)));
      }
    }
  }

  /** The commands by target, in the order in which the targets were named. */
  public Collection<Order> first() {
    return first.values();
  }

  /** What is sent once more. */
  public List<Order> repeated() {
    return repeated;
  }
}
