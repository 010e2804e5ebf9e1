// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The known events that a rule is for. Immutable and safe for any thread.
 *
 * @param event as the rule says it: a type, or a prefix of types that ends in {@code .*}
 * @param shapes of the known types that it covers; if there are none, nothing can be checked
 */
public record CoveredEvents(String event, List<EventShape> shapes) {
  public CoveredEvents {
    shapes = List.copyOf(shapes);
  }

  /** Events that nothing is known of. */
  public static CoveredEvents unknown(String event) {
    return new CoveredEvents(event, List.of());
  }

  /** Names some of the covered events, or all of them, for messages. */
  public String describe(List<EventShape> some) {
    if (shapes.size() == 1) {
      return shapes.get(0).description();
    }
    String types = some.stream().map(EventShape::type).collect(Collectors.joining(", "));
    return some.size() == shapes.size()
        ? "every event of " + event + " (" + types + ")"
        : some.size() + " of " + shapes.size() + " events of " + event + " (" + types + ")";
  }
}
