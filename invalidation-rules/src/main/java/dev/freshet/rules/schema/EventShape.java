// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import java.util.List;

/**
 * What the events of one type carry. Immutable and safe for any thread.
 *
 * @param type the event type, for example {@code payment.success}
 * @param origin where the schema comes from: a file, a record's name, a subject with its version
 * @param data the payload
 */
public record EventShape(String type, String origin, FieldType.Struct data) {

  /** Follows a path of names into the payload. */
  public FieldLookup find(List<String> path) {
    FieldType type = data;
    boolean mayBeMissing = false;
    for (int i = 0; i < path.size(); i++) {
      String name = path.get(i);
      if (type == FieldType.Simple.ANY) {
        break;
      }
      if (type instanceof FieldType.Struct struct && struct.fields().containsKey(name)) {
        FieldType.Field field = struct.fields().get(name);
        type = field.type();
        mayBeMissing |= field.nullable();
      } else if (type instanceof FieldType.Struct struct && struct.open()) {
        type = FieldType.Simple.ANY;
      } else if (type instanceof FieldType.MapOf map) {
        type = map.values();
        mayBeMissing = true;
      } else {
        return new FieldLookup.Unknown(String.join(".", path.subList(0, i)), name, type);
      }
    }
    return new FieldLookup.Found(type, mayBeMissing);
  }

  /** {@code event payment.success (schema payment.avsc)}, for messages. */
  public String description() {
    return "event " + type + " (schema " + origin + ")";
  }
}
