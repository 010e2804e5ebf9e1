// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mapping strictly: unknown, repeated and missing keys and values of the wrong type are
 * errors. Every method that finds a problem reports it and answers null, so that the caller can go
 * on. Belongs to one thread.
 */
public final class Fields {
  private final Span span;
  private final IssueLog issues;
  private final Map<String, YamlNode> values = new LinkedHashMap<>();

  private Fields(Span span, IssueLog issues) {
    this.span = span;
    this.issues = issues;
  }

  /**
   * Reads a mapping.
   *
   * @param what names the mapping in messages, for example {@code a region}
   * @param known the keys that it may have
   * @return null if the node is no mapping, which is reported
   */
  public static @Nullable Fields of(
      YamlNode node, String what, List<String> known, IssueLog issues) {
    if (node instanceof YamlNode.Mapping mapping) {
      Fields fields = new Fields(mapping.span(), issues);
      mapping.entries().forEach(entry -> fields.add(entry, what, known));
      return fields;
    }
    wrongType(node, what + " with the keys " + String.join(", ", known), issues);
    return null;
  }

  private void add(YamlNode.Entry entry, String what, List<String> known) {
    if (!(entry.key() instanceof Scalar key)) {
      wrongType(entry.key(), "a key", issues);
    } else if (!known.contains(key.text())) {
      String message = "unknown key `" + key.text() + "` in " + what;
      String all = "expected one of " + String.join(", ", known);
      issues.error(
          IssueCode.UNKNOWN_KEY,
          key.span(),
          message,
          () -> {
            String nearest = NearestName.help(key.text(), known);
            return nearest == null ? all : nearest;
          });
    } else {
      YamlNode first = values.putIfAbsent(key.text(), entry.value());
      if (first != null) {
        issues.error(
            IssueCode.DUPLICATE_KEY,
            key.span(),
            "key `"
                + key.text()
                + "` stands twice in "
                + what
                + ", first with the value at line "
                + issues.source().locate(first.span().start()).line());
      }
    }
  }

  /** Where the mapping stands. */
  public Span span() {
    return span;
  }

  /** The keys that are there. */
  public List<String> keys() {
    return List.copyOf(values.keySet());
  }

  /** The value of a key, or null without a report. */
  public @Nullable YamlNode node(String key) {
    return values.get(key);
  }

  /** The value of a key that must be there; null is reported. */
  public @Nullable YamlNode required(String key) {
    YamlNode value = values.get(key);
    if (value == null) {
      issues.error(
          IssueCode.MISSING_KEY,
          new Span(span.start(), span.start() + 1),
          "key `" + key + "` is missing");
    }
    return value;
  }

  /** The text of a key, or null: without a report if the key is not there. */
  public @Nullable Scalar text(String key) {
    return text(key, Limit.TEXT_LENGTH);
  }

  /** Like {@link #text(String)}, with a limit of its own. */
  public @Nullable Scalar text(String key, Limit limit) {
    YamlNode value = values.get(key);
    return value == null ? null : text(value, key, limit, issues);
  }

  /** The text of a key that must be there, or null with a report. */
  public @Nullable Scalar requiredText(String key) {
    YamlNode value = required(key);
    return value == null ? null : text(value, key, Limit.TEXT_LENGTH, issues);
  }

  /** The mapping of a key, or null: without a report if the key is not there. */
  public @Nullable Fields fields(String key, List<String> known) {
    YamlNode value = values.get(key);
    return value == null ? null : of(value, "`" + key + "`", known, issues);
  }

  /** The items of a key; none if it is not there or no list, the latter with a report. */
  public List<YamlNode> list(String key, Limit limit) {
    YamlNode value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof YamlNode.Sequence sequence)) {
      wrongType(value, "a list for `" + key + "`", issues);
      return List.of();
    }
    if (sequence.items().size() > limit.max()) {
      issues.error(IssueCode.LIMIT, value.span(), limit.exceededBy(sequence.items().size()));
      return List.of();
    }
    return sequence.items();
  }

  /** A node as a text that is there and of bearable length, or null with a report. */
  public static @Nullable Scalar text(YamlNode node, String key, Limit limit, IssueLog issues) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing()) {
      wrongType(node, "a text for `" + key + "`", issues);
      return null;
    }
    if (scalar.text().length() > limit.max()) {
      issues.error(IssueCode.LIMIT, node.span(), limit.exceededBy(scalar.text().length()));
      return null;
    }
    return scalar;
  }

  private static void wrongType(YamlNode node, String expected, IssueLog issues) {
    if (node instanceof YamlNode.Refused) {
      return;
    }
    boolean hole = node instanceof YamlNode.Mapping && expected.startsWith("a text");
    issues.error(
        IssueCode.WRONG_TYPE,
        node.span(),
        "found " + node.description() + ", expected " + expected,
        () -> hole ? "put quotes around a template that begins with '{'" : null);
  }
}
