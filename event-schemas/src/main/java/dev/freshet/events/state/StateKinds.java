// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.avro.CacheStateEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The kinds of cache-state events that this version knows. Stateless, safe for any thread. */
public final class StateKinds {
  private static final Map<String, Schema> KINDS = kinds();

  private StateKinds() {}

  private static Map<String, Schema> kinds() {
    Map<String, Schema> kinds = new LinkedHashMap<>();
    CacheStateEvent.getClassSchema()
        .getField("details")
        .schema()
        .getTypes()
        .forEach(kind -> kinds.put(kind.getName(), kind));
    return Collections.unmodifiableMap(kinds);
  }

  /** Their names, in the order in which they were added. */
  public static Set<String> names() {
    return KINDS.keySet();
  }

  /** Their schemas by name, in the order in which they were added. */
  public static Map<String, Schema> schemas() {
    return KINDS;
  }

  /**
   * The name of a kind.
   *
   * @throws IllegalArgumentException if {@code type} is none
   */
  public static String nameOf(Class<? extends SpecificRecord> type) {
    Schema schema = SpecificData.get().getSchema(type);
    if (!schema.equals(KINDS.get(schema.getName()))) {
      throw unknown(schema.getFullName());
    }
    return schema.getName();
  }

  /**
   * The name itself.
   *
   * @throws IllegalArgumentException if it names no kind; lists them all
   */
  public static String require(String name) {
    if (!KINDS.containsKey(name)) {
      throw unknown(name);
    }
    return name;
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "kind: found '" + name + "', expected one of " + String.join(", ", KINDS.keySet()));
  }
}
