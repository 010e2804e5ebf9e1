// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.DomainEvent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a hole's value comes from: {@code {userId}} and {@code {data.userId}} read the payload,
 * {@code {event.subject}} reads an attribute. Immutable and safe for any thread.
 */
sealed interface FieldPath {

  /** The value in an event, or null. */
  @Nullable Object read(DomainEvent event);

  /**
   * Reads a hole's name.
   *
   * @throws IllegalArgumentException if no event can have such a field
   */
  static FieldPath parse(String name) {
    List<String> steps = List.of(name.split("\\.", -1));
    String root = steps.get(0);
    if (steps.size() == 1 && (root.equals("data") || root.equals("event"))) {
      String example = root.equals("data") ? "data.userId" : "event.subject";
      throw new IllegalArgumentException(
          "{" + name + "} names no single field, expected one such as {" + example + "}");
    }
    if (root.equals("event")) {
      return attribute(name, steps);
    }
    return new Data(root.equals("data") ? steps.subList(1, steps.size()) : steps);
  }

  private static FieldPath attribute(String name, List<String> steps) {
    String attribute = steps.get(1);
    if (steps.size() > 2 || !attribute.matches("[a-z0-9]+")) {
      throw new IllegalArgumentException(
          "{"
              + name
              + "} names no attribute, expected {event.id}, {event.source}, {event.type},"
              + " {event.subject}, {event.time} or an extension in lower-case letters and digits");
    }
    return new Attribute(attribute);
  }

  /** A field of the payload. */
  record Data(List<String> steps) implements FieldPath {
    @Override
    public @Nullable Object read(DomainEvent event) {
      Object value = event.data();
      for (int i = 0; i < steps.size(); i++) {
        if (!(value instanceof Map<?, ?> map)) {
          return null;
        }
        value = map.get(steps.get(i));
      }
      return value;
    }

    /** The path below the payload. */
    String name() {
      return String.join(".", steps);
    }

    @Override
    public String toString() {
      return "data." + name();
    }
  }

  /** An attribute of the event. */
  record Attribute(String name) implements FieldPath {
    @Override
    public @Nullable Object read(DomainEvent event) {
      return switch (name) {
        case "id" -> event.id();
        case "source" -> event.source();
        case "type" -> event.type();
        case "subject" -> event.subject();
        case "time" -> event.time() == null ? null : event.time().toString();
        default -> event.extensions().get(name);
      };
    }

    @Override
    public String toString() {
      return "event." + name;
    }
  }
}
