// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import java.util.List;

/**
 * How large a demo is.
 *
 * @param rules the rule sets that map the events
 * @param users how many users there are, and bills, documents and so on
 * @param warmUpEvents published first and not measured
 * @param events mixed events that are measured, besides the two that are shown one by one
 * @param eventsPerSecond how fast they come
 * @param seed the same seed makes the same events
 */
public record DemoSettings(
    List<RuleSource> rules,
    int users,
    int warmUpEvents,
    int events,
    int eventsPerSecond,
    long seed) {

  public DemoSettings {
    rules = List.copyOf(rules);
  }

  /** The demo that people see: the shipped rules and a thousand events. */
  public static DemoSettings standard() {
    return new DemoSettings(ShippedRules.load(), 300, 300, 1_000, 200, 42);
  }
}
