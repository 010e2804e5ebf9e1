// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.Disables.Disable;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Comments;
import dev.freshet.rules.yaml.Comments.Comment;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the disable comments of a file, {@code # rules:disable R066 until 2027-01-01 -- reason}. A
 * comment that cannot be read disables nothing.
 */
final class DisableParser {
  private static final String DISABLE = "disable";
  private static final String DISABLE_FILE = "disable-file";
  private static final String FORM = "write `# rules:disable R066 until 2027-01-01 -- reason`";

  /** A quick look, which spares a file without such a comment a second reading. */
  private static final Pattern HINT = Pattern.compile("#[ \t]*rules:[a-z]");

  private static final Pattern COMMENT =
      Pattern.compile("[ \t]*rules:(?<word>[a-z][a-z-]*)(?<rest>([ \t].*)?)");
  private static final Pattern REASON = Pattern.compile("(?<=[ \t])--");
  private static final Pattern WORD = Pattern.compile("[^\\s,]+");

  private final SourceText source;
  private final Lines lines;
  private final List<Disable> disables = new ArrayList<>();
  private final List<Issue> issues = new ArrayList<>();

  private DisableParser(SourceText source) {
    this.source = source;
    this.lines = new Lines(source.text());
  }

  /**
   * The comments of a file.
   *
   * @param disables those that could be read
   * @param issues what is wrong with the others
   */
  record Parsed(List<Disable> disables, List<Issue> issues) {}

  /** A word of a comment, and where it stands in the file. */
  private record Word(String text, int start) {}

  static Parsed parse(SourceText source) {
    DisableParser parser = new DisableParser(source);
    if (HINT.matcher(source.text()).find()) {
      Comments.read(source).forEach(parser::comment);
    }
    return new Parsed(List.copyOf(parser.disables), List.copyOf(parser.issues));
  }

  private void comment(Comment comment) {
    Matcher matcher = COMMENT.matcher(comment.text());
    if (!matcher.matches()) {
      return;
    }
    String word = String.valueOf(matcher.group("word"));
    int length = comment.text().length();
    if (!word.equals(DISABLE) && !word.equals(DISABLE_FILE)) {
      String help = NearestName.help(word, List.of(DISABLE, DISABLE_FILE));
      malformed(comment, "found `rules:" + word + "`, expected `rules:disable`", help);
    } else if (length > Limit.TEXT_LENGTH.max()) {
      malformed(comment, Limit.TEXT_LENGTH.exceededBy(length), null);
    } else if (word.equals(DISABLE_FILE) && !lines.isTop(source.locate(comment.span().start()))) {
      malformed(
          comment,
          "`rules:disable-file` stands below the first line of YAML",
          "move it above that line");
    } else {
      body(comment, word, matcher.start("rest"));
    }
  }

  /** What stands behind the keyword, from an index of the comment's text on. */
  private void body(Comment comment, String keyword, int from) {
    String text = comment.text();
    Matcher dashes = REASON.matcher(text).region(from, text.length()).useTransparentBounds(true);
    int end = dashes.find() ? dashes.start() : text.length();
    String reason = text.substring(Math.min(end + 2, text.length())).strip();
    List<Word> words = words(comment, from, end);
    int until = words.stream().map(Word::text).toList().indexOf("until");
    List<Word> codes = words.subList(0, until < 0 ? words.size() : until);
    List<Word> days = words.subList(until < 0 ? words.size() : until + 1, words.size());
    if (codes.isEmpty()) {
      malformed(comment, "the comment names no code, expected one such as R066", FORM);
    } else if (days.size() != 1) {
      malformed(
          comment,
          "the comment has no last day, expected `until` and one day behind the codes",
          FORM);
    } else if (reason.isEmpty()) {
      malformed(comment, "the comment gives no reason, expected one behind ` -- `", FORM);
    } else {
      add(comment, keyword, codes, days.get(0), reason);
    }
  }

  private static List<Word> words(Comment comment, int from, int end) {
    Matcher matcher = WORD.matcher(comment.text()).region(from, end);
    // The comment's text begins behind its '#'.
    int start = comment.span().start() + 1;
    return matcher.results().map(word -> new Word(word.group(), start + word.start())).toList();
  }

  private void add(Comment comment, String keyword, List<Word> codes, Word day, String reason) {
    Set<IssueCode> known = EnumSet.noneOf(IssueCode.class);
    codes.forEach(code -> addCode(code, known));
    int line =
        keyword.equals(DISABLE_FILE)
            ? Disable.WHOLE_FILE
            : lines.concernedBy(source.locate(comment.span().start()));
    try {
      LocalDate until = LocalDate.parse(day.text());
      if (!known.isEmpty()) {
        disables.add(new Disable(comment.span(), line, known, until, reason));
      }
    } catch (DateTimeParseException e) {
      String message = "found '" + day.text() + "', expected a day such as 2027-01-01";
      report(span(day), IssueCode.MALFORMED_DISABLE, message, FORM);
    }
  }

  private void addCode(Word word, Set<IssueCode> known) {
    IssueCode code = IssueCode.of(word.text());
    if (code != null) {
      known.add(code);
      return;
    }
    // Any two codes are near each other: only a single mistake says what was meant.
    List<String> near =
        Stream.of(IssueCode.values())
            .map(IssueCode::code)
            .filter(candidate -> NearestName.distance(word.text(), candidate) <= 1)
            .toList();
    String message = "no issue has the code '" + word.text() + "'";
    report(span(word), IssueCode.UNKNOWN_CODE, message, NearestName.help(word.text(), near));
  }

  private static Span span(Word word) {
    return new Span(word.start(), word.start() + word.text().length());
  }

  private void malformed(Comment comment, String message, @Nullable String help) {
    report(comment.span(), IssueCode.MALFORMED_DISABLE, message, help);
  }

  private void report(Span span, IssueCode code, String message, @Nullable String help) {
    issues.add(Issue.at(source, span, Issue.Severity.ERROR, code, message, help));
  }

  /** Which lines of a file hold nothing but a comment, and what stands below those. */
  private static final class Lines {
    private final String[] lines;

    /** For each line, from 0, the first at or below it that is more than a comment. */
    private final int[] content;

    Lines(String text) {
      lines = text.split("\r\n|\r|\n", -1);
      content = new int[lines.length];
      for (int i = lines.length - 1; i >= 0; i--) {
        boolean below = i + 1 < lines.length && isEmpty(lines[i]);
        content[i] = below ? content[i + 1] : i;
      }
    }

    private static boolean isEmpty(String line) {
      String text = line.strip();
      return text.isEmpty() || text.startsWith("#");
    }

    /** The line, from 1, that a comment concerns: its own, or the next if it stands alone. */
    int concernedBy(Location comment) {
      return content[comment.line() - 1] + 1;
    }

    /** Whether a comment stands above all lines that are more than a comment. */
    boolean isTop(Location comment) {
      return comment.line() - 1 < content[0];
    }
  }
}
