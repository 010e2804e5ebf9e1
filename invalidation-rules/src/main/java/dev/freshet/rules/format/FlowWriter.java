// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.syntax.Value;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a value in one line, if that may be. Belongs to one thread. */
final class FlowWriter {
  private final Notebook notes;

  FlowWriter(Notebook notes) {
    this.notes = notes;
  }

  /**
   * The value in one line; null if it must not be in one: with comments inside, with a text in a
   * block, with mappings in a list.
   */
  @Nullable String write(YamlNode node, Value expected) {
    return isLine(node) && !notes.isNotedInside(node) ? text(node, expected) : null;
  }

  private static boolean isLine(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping.entries().stream().allMatch(entry -> isLine(entry.value()));
    }
    if (node instanceof YamlNode.Sequence sequence) {
      return sequence.items().stream()
          .allMatch(item -> isLine(item) && !(item instanceof YamlNode.Mapping));
    }
    return node instanceof Scalar scalar && BlockText.of(scalar) == null;
  }

  private static String text(YamlNode node, Value expected) {
    if (node instanceof YamlNode.Mapping mapping) {
      List<YamlNode.Entry> entries = KeyOrder.sort(mapping, expected);
      return entries.stream()
          .map(entry -> entry(entry, expected))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof YamlNode.Sequence sequence) {
      return sequence.items().stream()
          .map(item -> text(item, KeyOrder.item(expected)))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return scalar(node, true);
  }

  private static String entry(YamlNode.Entry entry, Value expected) {
    return scalar(entry.key(), true) + ": " + text(entry.value(), KeyOrder.behind(entry, expected));
  }

  /** A text in one line; nothing is written as {@code null}, which can stand anywhere. */
  static String scalar(YamlNode node, boolean flow) {
    return !(node instanceof Scalar scalar) || Scalars.isEmpty(scalar)
        ? "null"
        : Quoting.write(scalar, flow);
  }
}
