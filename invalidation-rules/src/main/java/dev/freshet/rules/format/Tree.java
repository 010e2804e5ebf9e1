// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;

/** Mappings and lists looked at alike: as collections of children, each with a value. Stateless. */
final class Tree {
  private Tree() {}

  /** How many children there are; a text has none. */
  static int size(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping.entries().size();
    }
    return node instanceof YamlNode.Sequence sequence ? sequence.items().size() : 0;
  }

  /** What the comments of a child are kept with: the key of an entry, the item itself. */
  static YamlNode child(YamlNode node, int i) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entries().get(i).key()
        : ((YamlNode.Sequence) node).items().get(i);
  }

  static YamlNode value(YamlNode node, int i) {
    return node instanceof YamlNode.Mapping mapping
        ? mapping.entries().get(i).value()
        : ((YamlNode.Sequence) node).items().get(i);
  }

  /** The last child that begins before an offset, or -1. */
  static int lastBefore(YamlNode node, int offset) {
    int low = 0;
    int high = size(node) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (child(node, middle).span().start() < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** Whether a collection stands in brackets. */
  static boolean isFlow(YamlNode node, String text) {
    return !(node instanceof Scalar) && "[{".indexOf(text.charAt(node.span().start())) >= 0;
  }

  /** Where the last character of a node has been; the span of a block reaches to the next node. */
  static int end(YamlNode node, String text) {
    if (node instanceof Scalar scalar && Scalars.isEmpty(scalar)) {
      return node.span().start();
    }
    int size = size(node);
    return size == 0 || isFlow(node, text) ? node.span().end() : end(value(node, size - 1), text);
  }
}
