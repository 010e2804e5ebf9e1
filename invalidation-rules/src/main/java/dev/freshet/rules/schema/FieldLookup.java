// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import dev.freshet.rules.source.NearestName;
import java.util.List;
import java.util.Set;

/** What a schema says of a path of names. Immutable and safe for any thread. */
public sealed interface FieldLookup {

  /**
   * There can be such a field.
   *
   * @param type what it holds
   * @param mayBeMissing whether it, or a record around it, may be null or not there
   */
  record Found(FieldType type, boolean mayBeMissing) implements FieldLookup {}

  /**
   * There is no such field.
   *
   * @param parent the path to what lacks it, or empty for the payload
   * @param name the name that is unknown
   * @param within what {@code parent} holds
   */
  record Unknown(String parent, String name, FieldType within) implements FieldLookup {

    /** The whole path up to the unknown name. */
    public String path() {
      return parent.isEmpty() ? name : parent + "." + name;
    }

    /** The nearest name, or all of them. */
    public String help() {
      if (!(within instanceof FieldType.Struct struct)) {
        return "`" + parent + "` is " + within.description() + ", which has no fields";
      }
      Set<String> names = struct.fields().keySet();
      String nearest = NearestName.help(name, names);
      if (nearest != null) {
        return nearest;
      }
      List<String> shown = names.stream().limit(SHOWN).toList();
      String more = names.size() > SHOWN ? ", …" : "";
      return "its fields are " + String.join(", ", shown) + more;
    }
  }

  /** More names than this help nobody. */
  int SHOWN = 12;
}
