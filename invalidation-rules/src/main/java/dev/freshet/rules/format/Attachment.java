// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

/**
 * Says which node a comment belongs to: one at the end of a line to what begins last on it, one on
 * a line of its own to what follows, unless it is indented like something that has just ended.
 * Belongs to one thread.
 */
final class Attachment {
  private final String text;
  private final Notebook notes;

  Attachment(String text, Notebook notes) {
    this.text = text;
    this.notes = notes;
  }

  /** Ties a comment to a document, or a node in it. */
  void attach(YamlNode document, Comment comment) {
    if (comment.offset() < document.span().start()) {
      notes.of(document).above().add(comment);
    } else if (comment.alone()) {
      attachAlone(document, comment);
    } else {
      attachBeside(document, document, comment);
    }
  }

  private void attachBeside(YamlNode owner, YamlNode value, Comment comment) {
    int i = isBehindFlow(value, comment) ? -1 : Tree.lastBefore(value, comment.offset());
    if (i < 0) {
      notes.of(owner).addBeside(comment);
    } else {
      attachBeside(Tree.child(value, i), Tree.value(value, i), comment);
    }
  }

  private boolean isBehindFlow(YamlNode node, Comment comment) {
    return Tree.isFlow(node, text) && comment.offset() >= node.span().end();
  }

  private void attachAlone(YamlNode node, Comment comment) {
    int i = Tree.lastBefore(node, comment.offset());
    if (i >= 0 && comment.offset() < Tree.end(Tree.value(node, i), text)) {
      YamlNode value = Tree.value(node, i);
      if (Tree.size(value) > 0) {
        attachAlone(value, comment);
      } else {
        notes.of(Tree.child(node, i)).above().add(comment);
      }
      return;
    }
    YamlNode ended = isContinued(node, i + 1) ? null : ended(node, i, comment);
    if (ended != null) {
      notes.of(ended).below().add(comment);
    } else {
      notes.of(Tree.child(node, i + 1)).above().add(comment);
    }
  }

  /** Whether an earlier comment stands above a child already: they stay together. */
  private boolean isContinued(YamlNode node, int child) {
    return child < Tree.size(node) && !notes.of(Tree.child(node, child)).above().isEmpty();
  }

  /** The collection that a comment behind a child is the last line of; null if there is none. */
  private @Nullable YamlNode ended(YamlNode node, int child, Comment comment) {
    boolean last = child + 1 == Tree.size(node);
    if (Tree.isFlow(node, text)) {
      return last ? node : null;
    }
    if (last) {
      return indentedLike(comment, node, -1);
    }
    return child < 0 ? null : indentedLike(comment, Tree.value(node, child), column(node));
  }

  /**
   * The block that a comment behind it is indented like: the deepest one, not left of the comment,
   * that ends with {@code node} and is right of {@code outer}.
   */
  private @Nullable YamlNode indentedLike(Comment comment, YamlNode node, int outer) {
    YamlNode found = null;
    int foundColumn = outer;
    YamlNode at = node;
    while (Tree.size(at) > 0 && !Tree.isFlow(at, text)) {
      int column = column(at);
      if (column > foundColumn && column <= comment.column()) {
        found = at;
        foundColumn = column;
      }
      at = Tree.value(at, Tree.size(at) - 1);
    }
    return found;
  }

  private int column(YamlNode node) {
    return node.span().start() - (text.lastIndexOf('\n', node.span().start() - 1) + 1);
  }
}
