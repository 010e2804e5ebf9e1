// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import java.util.List;

/**
 * What stands in for a target of a region when the event lacks a field: the first hole of the
 * region's key that can still be filled, else the whole region. Immutable and safe for any thread.
 *
 * @param region the whole region
 * @param parameters one for each hole that the output binds
 */
record Wider(Target.Region region, List<TargetTemplate.OfParameter> parameters) {
  Wider {
    parameters = List.copyOf(parameters);
  }

  Target expand(DomainEvent event) {
    for (int i = 0; i < parameters.size(); i++) {
      Target target = parameters.get(i).expandIfPresent(event);
      if (target != null) {
        return target;
      }
    }
    return region;
  }
}
