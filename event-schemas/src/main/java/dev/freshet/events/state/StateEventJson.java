// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The one JSON form of cache-state events, on HTTP, WebSocket and the command line: {@code id},
 * {@code kind}, {@code time}, {@code origin}, {@code subject}, the fields of the kind by their
 * names, {@code cursor}. Fields that have no value are left out. Kinds with a small first letter
 * tell of the stream itself: {@code gap} and {@code unreadable}.
 *
 * <p>Stateless, safe for any thread.
 */
public final class StateEventJson {
  /** The kind of a {@link Gap}. */
  public static final String GAP = "gap";

  /** The kind of an {@link Unreadable}. */
  public static final String UNREADABLE = "unreadable";

  private static final ObjectMapper JSON = new ObjectMapper();

  private StateEventJson() {}

  /** What the form calls the kind of an item. */
  public static String kind(StreamItem item) {
    if (item instanceof StateEvent event) {
      return event.kind();
    }
    return item instanceof Gap ? GAP : UNREADABLE;
  }

  /** The form as a tree of texts, numbers and truth values, in the order of its fields. */
  public static Map<String, Object> tree(StreamItem item) {
    if (item instanceof StateEvent event) {
      return tree(event);
    }
    if (item instanceof Gap gap) {
      return ordered("kind", GAP, "from", gap.from().toString(), "to", gap.to().toString());
    }
    Unreadable unreadable = (Unreadable) item;
    return ordered(
        "kind",
        UNREADABLE,
        "reason",
        unreadable.reason().code(),
        "problem",
        unreadable.problem(),
        "cursor",
        unreadable.cursor().toString());
  }

  /** The form in one line. */
  public static String text(StreamItem item) {
    return text(tree(item));
  }

  /** A tree of texts, numbers and truth values in one line. */
  public static String text(Map<String, Object> tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cache-state event: cannot be written as JSON", e);
    }
  }

  private static Map<String, Object> tree(StateEvent event) {
    Map<String, Object> tree =
        ordered(
            "id",
            event.id(),
            "kind",
            event.kind(),
            "time",
            event.time().toString(),
            "origin",
            event.origin(),
            "subject",
            event.subject());
    SpecificRecord details = event.details();
    for (Schema.Field field : details.getSchema().getFields()) {
      Object value = details.get(field.pos());
      if (value != null) {
        tree.put(field.name(), value instanceof CharSequence ? value.toString() : value);
      }
    }
    tree.put("cursor", event.cursor().toString());
    return tree;
  }

  private static Map<String, Object> ordered(String... namesAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tree.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return tree;
  }
}
