// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.yaml.YamlNode;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Which comments belong to which node. Those above and beside an entry are with its key, those of
 * an item or a document with its node; those below are with the collection. Belongs to one thread.
 */
final class Notebook {
  private final IdentityHashMap<YamlNode, Notes> notes = new IdentityHashMap<>();

  /** The comments of a node, to read or to add to. */
  Notes of(YamlNode node) {
    return notes.computeIfAbsent(node, any -> new Notes());
  }

  /** Whether a node or anything in it has a comment. */
  boolean isNoted(YamlNode node) {
    if (notes.isEmpty()) {
      return false;
    }
    Notes own = notes.get(node);
    return (own != null && !own.isEmpty()) || isNotedInside(node);
  }

  /** Whether a node has a comment below its children, or one of these has any. */
  boolean isNotedInside(YamlNode node) {
    Notes own = notes.get(node);
    if (own != null && !own.below().isEmpty()) {
      return true;
    }
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping.entries().stream()
          .anyMatch(entry -> isNoted(entry.key()) || isNotedInside(entry.value()));
    }
    List<YamlNode> items =
        node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
    return items.stream().anyMatch(this::isNoted);
  }
}
