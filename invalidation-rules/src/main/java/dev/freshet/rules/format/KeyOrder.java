// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.CaseSyntax;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.syntax.Value;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The order of keys: that of the model, then the unknown ones as they stand. Stateless. */
final class KeyOrder {
  /** What the model says about a place where it expects nothing. */
  static final Value UNKNOWN = new Value.Tree();

  private KeyOrder() {}

  /** What is expected of a document. */
  static Value document(YamlNode.Mapping root) {
    String kind = root.find("kind") instanceof Scalar scalar ? scalar.text() : "";
    Block block =
        kind.equals(CaseSyntax.KIND) ? CaseSyntax.DOCUMENT : RuleFileSyntax.document(kind);
    return new Value.Nested(Objects.requireNonNullElse(block, RuleFileSyntax.UNKNOWN_KIND));
  }

  /** The entries in their order. */
  static List<YamlNode.Entry> sort(YamlNode.Mapping mapping, Value expected) {
    if (!(expected instanceof Value.Nested nested)) {
      return mapping.entries();
    }
    List<String> names = nested.block().names();
    return mapping.entries().stream()
        .sorted(Comparator.comparingInt(entry -> place(names, entry)))
        .toList();
  }

  private static int place(List<String> names, YamlNode.Entry entry) {
    int place = names.indexOf(name(entry));
    return place < 0 ? names.size() : place;
  }

  /** What is expected behind a key. */
  static Value behind(YamlNode.Entry entry, Value expected) {
    return expected instanceof Value.Nested nested && nested.block().names().contains(name(entry))
        ? nested.block().key(name(entry)).value()
        : UNKNOWN;
  }

  /** What is expected of the items of a list. */
  static Value item(Value expected) {
    return expected instanceof Value.Items items ? items.item() : UNKNOWN;
  }

  private static String name(YamlNode.Entry entry) {
    return entry.key() instanceof Scalar key ? key.text() : entry.key().description();
  }
}
