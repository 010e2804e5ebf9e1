// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Text with named holes, for keys and tags: {@code session:{sessionId}:{userId}}. Expansion is
 * total over strings, integers, booleans, UUIDs and enums, and injective: two assignments of values
 * give the same text only if they are the same assignment. Two rules make it so:
 *
 * <ul>
 *   <li>values are {@linkplain #encode encoded}, so that none holds a {@code :}, and
 *   <li>two holes have a {@code :} between them.
 * </ul>
 *
 * <p>Immutable and safe for any thread.
 */
public final class Template {

  /** A piece of a template: text to keep or a hole to fill. */
  public sealed interface Part {}

  /** Text that stands in every expansion as it is. */
  public record Literal(String text) implements Part {}

  /**
   * A hole.
   *
   * @param name what stands between the braces: a name or a dotted path
   * @param index where the opening brace stands in the template's text, from 0
   */
  public record Hole(String name, int index) implements Part {}

  private final String text;
  private final List<Part> parts;

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a template.
   *
   * @throws MalformedTemplateException if a brace has no partner, a hole's name is not a dotted
   *     path of names, a hole stands twice, or two holes have no {@code :} between them
   */
  public static Template parse(String text) {
    return new Template(text, new Parser(text).parse());
  }

  /** The pieces, in order. */
  public List<Part> parts() {
    return parts;
  }

  /** The names of the holes, in order. */
  public List<String> holes() {
    return parts.stream()
        .filter(Hole.class::isInstance)
        .map(part -> ((Hole) part).name())
        .collect(Collectors.toUnmodifiableList());
  }

  /**
   * Fills the holes.
   *
   * @param values gives the value of a hole by its name; may throw
   * @throws IllegalArgumentException if a value is null or of a type that {@link #encode} refuses;
   *     the message names the hole
   */
  public String expand(Function<String, ?> values) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        out.append(literal.text());
      } else if (part instanceof Hole hole) {
        appendEncoded(out, hole.name(), values.apply(hole.name()));
      }
    }
    return out.toString();
  }

  /**
   * The values that expand to a text: the inverse of {@link #expand}.
   *
   * @return by hole, in order, as text; empty if no values expand to {@code expanded}
   */
  public Optional<Map<String, String>> match(String expanded) {
    Map<String, String> values = new LinkedHashMap<>();
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) instanceof Literal literal) {
        if (!expanded.startsWith(literal.text(), at)) {
          return Optional.empty();
        }
        at += literal.text().length();
      } else if (parts.get(i) instanceof Hole hole) {
        int end = endOfValue(expanded, at, i);
        String value = end < at ? null : KeyEncoding.decode(expanded.substring(at, end));
        if (value == null) {
          return Optional.empty();
        }
        values.put(hole.name(), value);
        at = end;
      }
    }
    return at == expanded.length() ? Optional.of(values) : Optional.empty();
  }

  /**
   * Where a hole's value ends: no value holds a {@code :}, so the next one is that of the literal
   * behind the hole, if it has one; else the hole is the last.
   */
  private int endOfValue(String expanded, int start, int hole) {
    String behind =
        hole + 1 < parts.size() && parts.get(hole + 1) instanceof Literal literal
            ? literal.text()
            : "";
    int colon = behind.indexOf(':');
    return colon < 0 ? expanded.length() - behind.length() : expanded.indexOf(':', start) - colon;
  }

  /**
   * The form that a value takes in a key or tag: letters, digits and most signs stay; {@code % : |
   * = * { }}, white space and control characters become {@code %} and two hexadecimal digits; a
   * surrogate without its partner becomes {@code %u} and four. The mapping is injective over the
   * values' texts, and a number has the encoding of its decimal text: {@code 42} and {@code "42"}
   * name the same entry.
   *
   * @throws IllegalArgumentException if {@code value} is null or neither a string, an integer, a
   *     boolean, a UUID nor an enum (fractions have more than one spelling)
   */
  public static String encode(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    appendEncoded(out, value);
    return out.toString();
  }

  /**
   * Appends the {@linkplain #encode encoded} form of a value; appends nothing if it is refused.
   *
   * @throws IllegalArgumentException as {@link #encode}
   */
  public static void appendEncoded(StringBuilder out, @Nullable Object value) {
    appendEncoded(out, "value", value);
  }

  private static void appendEncoded(StringBuilder out, String hole, @Nullable Object value) {
    if (value instanceof CharSequence chars) {
      KeyEncoding.append(out, chars);
    } else if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof java.math.BigInteger
        || value instanceof Boolean
        || value instanceof java.util.UUID) {
      out.append(value);
    } else if (value instanceof Enum<?> constant) {
      KeyEncoding.append(out, constant.name());
    } else {
      throw new IllegalArgumentException(
          "{"
              + hole
              + "}: found "
              + (value == null ? "no value" : "a " + value.getClass().getSimpleName())
              + ", expected a string, an integer, a boolean, a UUID or an enum");
    }
  }

  /** The text that was parsed. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Template template && template.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  private static final class Parser {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Part> parse() {
      if (text.isEmpty()) {
        throw new MalformedTemplateException(text, 0, "is empty");
      }
      while (at < text.length()) {
        if (text.charAt(at) == '{') {
          parseHole();
        } else {
          parseLiteral();
        }
      }
      return parts;
    }

    private void parseLiteral() {
      int start = at;
      while (at < text.length() && text.charAt(at) != '{') {
        if (text.charAt(at) == '}') {
          throw new MalformedTemplateException(text, at, "'}' without '{'");
        }
        at++;
      }
      parts.add(new Literal(text.substring(start, at)));
    }

    private void parseHole() {
      int start = at;
      int end = text.indexOf('}', start);
      if (end < 0) {
        throw new MalformedTemplateException(text, start, "'{' without '}'");
      }
      String name = text.substring(start + 1, end);
      if (!isPath(name)) {
        throw new MalformedTemplateException(
            text,
            start + 1,
            "found hole '" + name + "', expected a name such as userId or data.user.id");
      }
      checkDistance(start);
      for (Part part : parts) {
        if (part instanceof Hole hole && hole.name().equals(name)) {
          throw new MalformedTemplateException(text, start, "hole '" + name + "' stands twice");
        }
      }
      parts.add(new Hole(name, start));
      at = end + 1;
    }

    /** Without a {@code :} between them, the end of one value could be the start of the next. */
    private void checkDistance(int start) {
      int size = parts.size();
      boolean afterHole = size > 0 && parts.get(size - 1) instanceof Hole;
      boolean afterLiteralAfterHole =
          size > 1
              && parts.get(size - 1) instanceof Literal literal
              && literal.text().indexOf(':') < 0;
      if (afterHole || afterLiteralAfterHole) {
        throw new MalformedTemplateException(text, start, "two holes need a ':' between them");
      }
    }

    private static boolean isPath(String name) {
      boolean startOfName = true;
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        boolean digit = c >= '0' && c <= '9';
        if (c == '.') {
          if (startOfName) {
            return false;
          }
          startOfName = true;
        } else if (letter || (digit && !startOfName)) {
          startOfName = false;
        } else {
          return false;
        }
      }
      return !startOfName;
    }
  }
}
