// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path with named holes, such as {@code /receipts/{partition}:{offset}}. A hole takes one or more
 * characters other than {@code /} of the path as sent, so an encoded slash stays inside its hole;
 * values are decoded afterwards. Of several holes in a segment the first take as little as fits.
 */
public final class PathTemplate {
  private static final Pattern HOLE = Pattern.compile("\\{([^{}/]+)}");

  private final String template;
  private final List<String> holes = new ArrayList<>();
  private final Pattern pattern;

  /** What stands before the first hole, and behind the last. */
  private final String before;

  private final String behind;

  /**
   * @throws IllegalArgumentException if a brace has no partner, or a hole has no name
   */
  public PathTemplate(String template) {
    this.template = template;
    StringBuilder regex = new StringBuilder();
    Matcher matcher = HOLE.matcher(template);
    int end = 0;
    while (matcher.find()) {
      regex.append(literal(template.substring(end, matcher.start()))).append("([^/]+?)");
      holes.add(matcher.group(1));
      end = matcher.end();
    }
    this.before = template.substring(0, holes.isEmpty() ? end : template.indexOf('{'));
    this.behind = template.substring(end);
    regex.append(literal(behind));
    this.pattern = Pattern.compile(regex.toString());
  }

  private String literal(String text) {
    if (text.contains("{") || text.contains("}")) {
      throw new IllegalArgumentException(
          "path " + template + ": found a single brace, expected {name}");
    }
    return text.isEmpty() ? "" : Pattern.quote(text);
  }

  /** The names of the holes in their order. */
  public List<String> holes() {
    return List.copyOf(holes);
  }

  boolean isLiteral() {
    return holes.isEmpty();
  }

  /** How many characters of it are given; more of them win. */
  int literalLength() {
    return HOLE.matcher(template).replaceAll("").length();
  }

  /** Whether it takes a path as sent. */
  public boolean takes(String path) {
    return pattern.matcher(path).matches();
  }

  /**
   * The decoded values of the holes, empty if the path is another.
   *
   * @throws IllegalArgumentException if a value is not percent-encoded as RFC 3986 wants it
   */
  public Optional<List<String>> match(String path) {
    if (!path.startsWith(before)) {
      return Optional.empty();
    }
    return holes.size() == 1 ? matchOne(path) : matchAll(path);
  }

  /** Without the pattern, which takes longer than all else that is done to find an operation. */
  private Optional<List<String>> matchOne(String path) {
    int end = path.length() - behind.length();
    if (end <= before.length() || !path.endsWith(behind)) {
      return Optional.empty();
    }
    String value = path.substring(before.length(), end);
    return value.indexOf('/') < 0 ? Optional.of(List.of(decode(value))) : Optional.empty();
  }

  private Optional<List<String>> matchAll(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>(holes.size());
    for (int i = 1; i <= holes.size(); i++) {
      values.add(decode(matcher.group(i)));
    }
    return Optional.of(values);
  }

  /** In a path, unlike in a form, a plus is a plus. */
  private static String decode(String value) {
    return value.indexOf('%') < 0
        ? value
        : URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return template;
  }
}
