// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.syntax.Value;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Writes documents line by line. Belongs to one thread. */
final class Printer {
  private static final int WIDTH = 100;
  private static final int STEP = 2;

  /** Where comments beside short lines begin, so that they stand in a column. */
  private static final int COMMENT_COLUMN = 40;

  private final Notebook notes;
  private final FlowWriter flow;

  Printer(Notebook notes) {
    this.notes = notes;
    this.flow = new FlowWriter(notes);
  }

  /** The lines of a document. */
  List<String> document(YamlNode.Mapping root) {
    Notes own = notes.of(root);
    List<String> lines = new ArrayList<>();
    addComments(own.above(), 0, lines);
    addComments(own.beside(), 0, lines);
    Value expected = KeyOrder.document(root);
    for (YamlNode.Entry entry : KeyOrder.sort(root, expected)) {
      addEntry(entry, KeyOrder.behind(entry, expected), 0, lines);
    }
    addBelow(root, 0, lines);
    return lines;
  }

  private void addEntry(YamlNode.Entry entry, Value expected, int indent, List<String> lines) {
    Notes own = notes.of(entry.key());
    addComments(own.above(), indent, lines);
    String head = " ".repeat(indent) + FlowWriter.scalar(entry.key(), false) + ":";
    YamlNode value = entry.value();
    if (value instanceof Scalar scalar) {
      addText(head, scalar, own, indent + STEP, lines);
      return;
    }
    String line = flow.write(value, expected);
    if (line != null && (width(head) + 1 + width(line) <= WIDTH || Tree.size(value) == 0)) {
      lines.add(beside(head + " " + line, own));
    } else {
      lines.add(beside(head, own));
      addBlock(value, expected, indent + STEP, indent == 0, lines);
    }
  }

  private void addText(String head, Scalar scalar, Notes own, int indent, List<String> lines) {
    BlockText block = BlockText.of(scalar);
    if (Scalars.isEmpty(scalar)) {
      lines.add(beside(head, own));
    } else if (block == null) {
      lines.add(beside(head + " " + Quoting.write(scalar, false), own));
    } else {
      lines.add(beside(head + " " + block.header(), own));
      for (String line : block.lines()) {
        lines.add(line.isEmpty() ? "" : " ".repeat(indent) + line);
      }
    }
  }

  /** The children of a collection; {@code roomy} has an empty line around long items. */
  private void addBlock(
      YamlNode node, Value expected, int indent, boolean roomy, List<String> lines) {
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : KeyOrder.sort(mapping, expected)) {
        addEntry(entry, KeyOrder.behind(entry, expected), indent, lines);
      }
    } else if (node instanceof YamlNode.Sequence sequence) {
      int last = 0;
      for (YamlNode item : sequence.items()) {
        List<String> part = item(item, KeyOrder.item(expected), indent);
        if (roomy && last > 0 && Math.max(last, part.size()) > 1) {
          lines.add("");
        }
        lines.addAll(part);
        last = part.size();
      }
    }
    addBelow(node, indent, lines);
  }

  private List<String> item(YamlNode item, Value expected, int indent) {
    Notes own = notes.of(item);
    String dash = " ".repeat(indent) + "-";
    List<String> body = new ArrayList<>();
    if (item instanceof Scalar scalar && !Scalars.isEmpty(scalar)) {
      addText(dash, scalar, own, indent + STEP, body);
    } else if (isLine(item, expected, indent)) {
      body.add(beside(dash + " " + flow.write(item, expected), own));
    } else {
      gather(item, expected, indent, own);
      addBlock(item, expected, indent + STEP, false, body);
      body.set(0, dash + body.get(0).substring(indent + 1));
    }
    List<String> lines = new ArrayList<>();
    addComments(own.above(), indent, lines);
    lines.addAll(body);
    return lines;
  }

  private boolean isLine(YamlNode item, Value expected, int indent) {
    if (item instanceof YamlNode.Mapping || Tree.size(item) == 0) {
      return Tree.size(item) == 0;
    }
    String line = flow.write(item, expected);
    return line != null && indent + STEP + width(line) <= WIDTH;
  }

  /**
   * The first line of an item is that of its first child: what stands above the child has to stand
   * above the item, and what stands beside the item beside the child.
   */
  private void gather(YamlNode item, Value expected, int indent, Notes own) {
    YamlNode first =
        item instanceof YamlNode.Mapping mapping
            ? KeyOrder.sort(mapping, expected).get(0).key()
            : Tree.child(item, 0);
    Notes inner = notes.of(first);
    inner.takeBeside(own);
    Value behind = KeyOrder.item(expected);
    boolean nested = item instanceof YamlNode.Sequence && !(first instanceof Scalar);
    if (nested && !isLine(first, behind, indent + STEP)) {
      gather(first, behind, indent + STEP, inner);
    }
    own.takeAbove(inner);
  }

  /** What follows decides whether an empty line stands behind the last one. */
  private void addBelow(YamlNode node, int indent, List<String> lines) {
    List<Comment> below = notes.of(node).below();
    addComments(below, indent, lines);
    if (!below.isEmpty() && below.get(below.size() - 1).blankAfter()) {
      lines.remove(lines.size() - 1);
    }
  }

  private static void addComments(List<Comment> comments, int indent, List<String> lines) {
    for (Comment comment : comments) {
      lines.add(" ".repeat(indent) + comment.text());
      if (comment.blankAfter()) {
        lines.add("");
      }
    }
  }

  private static String beside(String line, Notes own) {
    if (own.beside().isEmpty()) {
      return line;
    }
    String comment = own.beside().get(0).text();
    int column = Math.max(COMMENT_COLUMN, width(line) + 2);
    boolean fits = column + width(comment) <= WIDTH;
    return line + " ".repeat(fits ? column - width(line) : 2) + comment;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
