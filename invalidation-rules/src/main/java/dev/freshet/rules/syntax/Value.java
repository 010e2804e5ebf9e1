// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import dev.freshet.rules.source.Limit;
import java.util.List;

/** What may stand behind a key. Immutable and safe for any thread. */
public sealed interface Value {

  /** A single text of a form. */
  record Text(Form form, Limit limit) implements Value {
    /** A text of usual length. */
    public Text(Form form) {
      this(form, Limit.TEXT_LENGTH);
    }
  }

  /** One of some words. */
  record Words(List<String> words) implements Value {
    public Words {
      words = List.copyOf(words);
    }
  }

  /** A list. */
  record Items(Value item, Limit limit) implements Value {}

  /** A mapping with known keys. */
  record Nested(Block block) implements Value {}

  /** A mapping from free names to texts. */
  record Labels() implements Value {}

  /** Any YAML, such as the data of an event. */
  record Tree() implements Value {}
}
