// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One problem in a rule file. Immutable and safe for any thread.
 *
 * @param severity an error keeps the rule set out of the rule book, a warning does not
 * @param code the kind, stable over versions
 * @param location where it begins
 * @param width how many characters of the line it covers, at least 1
 * @param message what is wrong, in one line
 * @param help what to do about it, or null
 * @param line the text of the line
 */
public record Issue(
    Severity severity,
    IssueCode code,
    Location location,
    int width,
    String message,
    @Nullable String help,
    String line) {

  /** So many characters of a line are shown, around the place. */
  private static final int SHOWN = 200;

  /** How bad it is. */
  public enum Severity {
    WARNING,
    ERROR
  }

  /** An issue of a stretch of a text; {@code help} says what to do about it, or is null. */
  public static Issue at(
      SourceText source,
      Span span,
      Severity severity,
      IssueCode code,
      String message,
      @Nullable String help) {
    return new Issue(
        severity,
        code,
        source.locate(span.start()),
        source.widthOnFirstLine(span),
        message,
        help,
        source.lineAround(span.start()));
  }

  /** Whether the issue keeps its rule set out of the rule book. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The issue with its place, its line and a caret, over several lines, without a last break. */
  public String render() {
    String number = Integer.toString(location.line());
    String margin = " ".repeat(number.length() + 2) + "|";
    StringBuilder out = new StringBuilder(256);
    out.append(severity.name().toLowerCase(Locale.ROOT));
    out.append('[').append(code.code()).append("] ").append(message);
    out.append("\n  --> ").append(location).append('\n').append(margin).append('\n');
    int[] all = line.replace('\t', ' ').codePoints().toArray();
    int from = Math.max(0, Math.min(location.column() - SHOWN / 2, all.length - SHOWN));
    int to = Math.min(all.length, from + SHOWN);
    int caret = location.column() - 1 - from + (from > 0 ? 1 : 0);
    out.append(' ').append(number).append(" | ").append(shown(all, from, to)).append('\n');
    out.append(margin).append(' ').append(" ".repeat(caret));
    out.append("^".repeat(Math.max(1, Math.min(width, to - location.column() + 1))));
    if (help != null) {
      out.append('\n').append(margin, 0, margin.length() - 1).append("= help: ").append(help);
    }
    return out.toString();
  }

  private static String shown(int[] line, int from, int to) {
    String shown = new String(line, from, to - from);
    return (from > 0 ? "…" : "") + shown + (to < line.length ? "…" : "");
  }

  /** {@code file:line:column: error[Rnnn] message}, in one line. */
  @Override
  public String toString() {
    String level = severity.name().toLowerCase(Locale.ROOT);
    return location + ": " + level + "[" + code.code() + "] " + message;
  }
}
