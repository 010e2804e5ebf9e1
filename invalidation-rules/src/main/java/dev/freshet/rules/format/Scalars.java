// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** The texts of a tree, as they are written. Stateless. */
final class Scalars {
  private Scalars() {}

  /** All that are written, in the order of the file. */
  static List<Scalar> in(List<YamlNode> nodes) {
    List<Scalar> scalars = new ArrayList<>();
    nodes.forEach(node -> collect(node, scalars));
    return scalars;
  }

  private static void collect(YamlNode node, List<Scalar> scalars) {
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        collect(entry.key(), scalars);
        collect(entry.value(), scalars);
      }
    } else if (node instanceof YamlNode.Sequence sequence) {
      sequence.items().forEach(item -> collect(item, scalars));
    } else if (node instanceof Scalar scalar && !isEmpty(scalar)) {
      scalars.add(scalar);
    }
  }

  /** Whether nothing is written at all. */
  static boolean isEmpty(Scalar scalar) {
    return scalar.plain() && scalar.text().isEmpty();
  }

  /** Whether it stands below its key, behind {@code |} or {@code >}. */
  static boolean isBlock(Scalar scalar) {
    return !isEmpty(scalar) && isFirst(scalar, "|>");
  }

  /** Whether it is folded: its line breaks are no part of it. */
  static boolean isFolded(Scalar scalar) {
    return isBlock(scalar) && isFirst(scalar, ">");
  }

  private static boolean isFirst(Scalar scalar, String characters) {
    return !scalar.plain() && characters.indexOf(scalar.raw().charAt(scalar.span().start())) >= 0;
  }
}
