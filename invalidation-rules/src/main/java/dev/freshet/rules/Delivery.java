// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Rate;
import dev.freshet.rules.rule.RuleDefinition.Timing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the commands of a rule are sent. Immutable and safe for any thread.
 *
 * @param timing when
 * @param bound how many, or null for any number
 */
public record Delivery(Timing timing, @Nullable Bound bound) {
  /** At once, once, and all of them. */
  public static final Delivery AT_ONCE = new Delivery(Timing.AT_ONCE, null);

  /**
   * How many commands a rule may send.
   *
   * @param rate above which {@code instead} is sent
   * @param instead covers everything that the rule can invalidate, whatever the event
   */
  public record Bound(Rate rate, List<Target> instead) {
    public Bound {
      instead = List.copyOf(instead);
    }
  }
}
