// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a block. Immutable and safe for any thread.
 *
 * @param name as it is written
 * @param value what may stand behind it
 * @param doc what it means, in Markdown
 * @param required whether it must be there
 * @param byDefault what holds if it is not there, or null if nothing does
 * @param examples values as they would be written
 */
public record Key(
    String name,
    Value value,
    String doc,
    boolean required,
    @Nullable String byDefault,
    List<String> examples) {

  public Key {
    examples = List.copyOf(examples);
  }

  /** A key that may be left out. */
  static Key of(String name, Value value, String doc) {
    return new Key(name, value, doc, false, null, List.of());
  }

  /** A key with a text. */
  static Key of(String name, Form form, String doc) {
    return of(name, new Value.Text(form), doc);
  }

  /** A key with a mapping. */
  static Key of(String name, Block block, String doc) {
    return of(name, new Value.Nested(block), doc);
  }

  Key must() {
    return new Key(name, value, doc, true, byDefault, examples);
  }

  Key otherwise(String text) {
    return new Key(name, value, doc, required, text, examples);
  }

  Key example(String text) {
    List<String> more = new ArrayList<>(examples);
    more.add(text);
    return new Key(name, value, doc, required, byDefault, more);
  }
}
