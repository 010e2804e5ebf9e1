// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.CommentToken;

/**
 * Finds the comments of a YAML text. The scanner of the parser tells them from a {@code #} inside a
 * quoted or block scalar; its tokens are used rather than the parser's events, which have comments
 * only where its grammar expects some. Stateless and safe for any thread.
 */
public final class Comments {
  private Comments() {}

  /**
   * A comment.
   *
   * @param span from its {@code #} to the end of its line
   * @param text what stands behind the {@code #}
   */
  public record Comment(Span span, String text) {}

  /** The comments up to the first mistake in syntax, which reading the text as YAML reports. */
  public static List<Comment> read(SourceText source) {
    if (source.text().length() > Limit.FILE_SIZE.max()) {
      return List.of();
    }
    LoadSettings settings = YamlReader.settings(source).setParseComments(true).build();
    List<Comment> comments = new ArrayList<>();
    try {
      Places places = new Places(source.text());
      ScannerImpl scanner = new ScannerImpl(settings, new StreamReader(settings, source.text()));
      while (scanner.hasNext()) {
        if (scanner.next() instanceof CommentToken token
            && token.getCommentType() != CommentType.BLANK_LINE) {
          comments.add(comment(token, places));
        }
      }
    } catch (YamlEngineException e) {
      return List.copyOf(comments);
    }
    return List.copyOf(comments);
  }

  private static Comment comment(CommentToken token, Places places) {
    int start = token.getStartMark().map(places::offset).orElse(0);
    // The text begins behind the '#'.
    return new Comment(new Span(start, start + 1 + token.getValue().length()), token.getValue());
  }

  /** Turns marks, which count code points, into offsets, in one walk over the text. */
  private static final class Places {
    private final String text;
    private int codePoints;
    private int offset;

    Places(String text) {
      this.text = text;
    }

    int offset(Mark mark) {
      offset = text.offsetByCodePoints(offset, mark.getIndex() - codePoints);
      codePoints = mark.getIndex();
      return offset;
    }
  }
}
