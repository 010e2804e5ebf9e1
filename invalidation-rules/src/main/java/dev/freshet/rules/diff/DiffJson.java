// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.rules.diff.Difference.Sort;
import java.util.Locale;

/** Writes differences for programs. Stateless. */
final class DiffJson {
  private DiffJson() {}

  static String of(RuleDiff diff) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode differences = root.putArray("differences");
    diff.differences().forEach(difference -> add(difference, differences.addObject()));
    for (Sort sort : Sort.values()) {
      root.put(word(sort), diff.count(sort));
    }
    return root.toString();
  }

  private static void add(Difference difference, ObjectNode node) {
    node.put("sort", word(difference.sort()))
        .put("kind", difference.kind().text())
        .put("name", difference.name());
    ArrayNode fields = node.putArray("fields");
    for (FieldChange change : difference.fields()) {
      ObjectNode field = fields.addObject().put("field", change.field());
      if (change instanceof FieldChange.Value value) {
        field.put("before", value.before()).put("after", value.after());
      } else if (change instanceof FieldChange.Added added) {
        field.put("added", added.item());
      } else if (change instanceof FieldChange.Removed removed) {
        field.put("removed", removed.item());
      }
    }
    ArrayNode notes = node.putArray("notes");
    difference.notes().forEach(notes::add);
  }

  private static String word(Sort sort) {
    return sort.name().toLowerCase(Locale.ROOT);
  }
}
