// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.freshet.events.DomainEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a condition sees of an event. Made once per event, and each variable only when the first
 * condition asks. Belongs to one thread.
 */
public final class Variables {
  private final DomainEvent event;
  private @Nullable MapView data;
  private @Nullable MapView attributes;

  /** The variables of an event. */
  public Variables(DomainEvent event) {
    this.event = event;
  }

  /** The value of a variable, or empty if there is none of the name. */
  Optional<Object> find(String name) {
    return switch (name) {
      case ConditionCompiler.DATA -> Optional.of(data());
      case ConditionCompiler.EVENT -> Optional.of(attributes());
      default -> Optional.empty();
    };
  }

  private MapView data() {
    MapView made = data;
    if (made == null) {
      made = new MapView(event.data());
      data = made;
    }
    return made;
  }

  private MapView attributes() {
    MapView made = attributes;
    if (made == null) {
      made = new MapView(attributes(event));
      attributes = made;
    }
    return made;
  }

  /** The same as they came, before they are made into what CEL knows. */
  Map<String, Object> originals() {
    return Map.of(ConditionCompiler.DATA, event.data(), ConditionCompiler.EVENT, attributes(event));
  }

  private static Map<String, Object> attributes(DomainEvent event) {
    Map<String, Object> attributes = new HashMap<>(event.extensions());
    attributes.put("id", event.id());
    attributes.put("source", event.source());
    attributes.put("type", event.type());
    if (event.subject() != null) {
      attributes.put("subject", event.subject());
    }
    if (event.time() != null) {
      attributes.put("time", event.time());
    }
    return attributes;
  }
}
