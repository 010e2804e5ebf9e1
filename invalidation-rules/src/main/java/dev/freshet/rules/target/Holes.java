// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.values.Template;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Scalar;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The holes of one output, by their names: what each reads, and where it stands. */
final class Holes {
  private final Map<String, Fill.Field> fields;

  private Holes(Map<String, Fill.Field> fields) {
    this.fields = fields;
  }

  /** Resolves the holes of a template; null if no event can fill one of them, which is reported. */
  static @Nullable Holes of(Template template, Scalar text, IssueLog issues, HoleCheck check) {
    Map<String, Fill.Field> fields = new HashMap<>();
    boolean complete = true;
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Hole hole) {
        var span = text.spanOf(hole.index(), hole.index() + hole.name().length() + 2);
        try {
          FieldPath path = FieldPath.parse(hole.name());
          complete &= check.check(path, span);
          fields.put(
              hole.name(), new Fill.Field(hole.name(), path, issues.source().locate(span.start())));
        } catch (IllegalArgumentException e) {
          issues.error(IssueCode.UNKNOWN_FIELD, span, String.valueOf(e.getMessage()));
          complete = false;
        }
      }
    }
    return complete ? new Holes(fields) : null;
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The text of a template over these holes, ready to be filled. */
  Fill fill(String template) {
    return template.isEmpty() ? Fill.EMPTY : Fill.of(Template.parse(template), fields);
  }
}
