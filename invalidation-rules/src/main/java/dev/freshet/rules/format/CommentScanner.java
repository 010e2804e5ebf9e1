// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the comments of a file, and where its documents begin. Everything between two texts of the
 * tree is punctuation, white space or a comment, so the parser need not know about comments.
 * Belongs to one thread.
 */
final class CommentScanner {
  /** What may stand before a comment that belongs to what comes below it. */
  private static final Pattern NO_CONTENT = Pattern.compile("[ \\t]*(---[ \\t]+)?([-?][ \\t]+)*");

  private final String text;
  private final List<Comment> comments = new ArrayList<>();
  private final List<Integer> markers = new ArrayList<>();

  /** Takes a text with line feeds alone for line breaks. */
  CommentScanner(String text, List<YamlNode> documents) {
    this.text = text;
    int at = 0;
    for (Scalar scalar : Scalars.in(documents)) {
      Span span = scalar.span();
      scan(at, span.start());
      if (Scalars.isBlock(scalar)) {
        scan(span.start(), lineEnd(span.start()));
      }
      at = Math.max(at, span.end());
    }
    scan(at, text.length());
  }

  /** In the order of the text. */
  List<Comment> comments() {
    return comments;
  }

  /** The offsets of {@code ---}. */
  List<Integer> markers() {
    return markers;
  }

  private void scan(int from, int to) {
    int at = from;
    while (at < to) {
      if (text.charAt(at) == '#') {
        int end = lineEnd(at);
        comments.add(comment(at, end));
        at = end;
      } else {
        if (isLineStart(at) && text.startsWith("---", at)) {
          markers.add(at);
        }
        at++;
      }
    }
  }

  private Comment comment(int at, int end) {
    int start = lineStart(at);
    String before = text.substring(start, at);
    boolean alone = NO_CONTENT.matcher(before).matches();
    int column = alone ? before.length() - before.stripLeading().length() : before.length();
    int next = end + 1;
    boolean blankAfter = next < text.length() && text.substring(next, lineEnd(next)).isBlank();
    return new Comment(at, column, alone, text.substring(at, end).stripTrailing(), blankAfter);
  }

  private boolean isLineStart(int at) {
    return at == 0 || text.charAt(at - 1) == '\n';
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
