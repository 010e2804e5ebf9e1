// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a rule file. Immutable and safe for any thread. */
public sealed interface YamlNode
    permits YamlNode.Mapping, YamlNode.Sequence, YamlNode.Refused, Scalar {

  /** Where the node stands. */
  Span span();

  /** What the node is called in messages. */
  String description();

  /** {@code {key: value}}, in the order of the file; keys may repeat. */
  record Mapping(Span span, List<Entry> entries) implements YamlNode {
    /** The first value of a key, or null. */
    public @Nullable YamlNode find(String key) {
      for (Entry entry : entries) {
        if (entry.key() instanceof Scalar name && name.text().equals(key)) {
          return entry.value();
        }
      }
      return null;
    }

    @Override
    public String description() {
      return "a mapping";
    }
  }

  /** {@code [item, item]}. */
  record Sequence(Span span, List<YamlNode> items) implements YamlNode {
    @Override
    public String description() {
      return "a list";
    }
  }

  /** A node that was refused when it was read; its issue is already in the log. */
  record Refused(Span span) implements YamlNode {
    @Override
    public String description() {
      return "a refused node";
    }
  }

  /** One line of a mapping. */
  record Entry(YamlNode key, YamlNode value) {}
}
