// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.syntax.Block;
import dev.freshet.rules.syntax.Key;
import dev.freshet.rules.syntax.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a mapping strictly: unknown, repeated and missing keys and values of the wrong type are
 * errors. Every method that finds a problem reports it and answers null, so that the caller can go
 * on. Belongs to one thread.
 */
public final class Fields {
  private final Block block;
  private final Span span;
  private final IssueLog issues;
  private final Map<String, YamlNode> values = new LinkedHashMap<>();

  private Fields(Block block, Span span, IssueLog issues) {
    this.block = block;
    this.span = span;
    this.issues = issues;
  }

  /**
   * Reads a mapping.
   *
   * @return null if the node is no mapping, which is reported
   */
  public static @Nullable Fields of(YamlNode node, Block block, IssueLog issues) {
    if (node instanceof YamlNode.Mapping mapping) {
      Fields fields = new Fields(block, mapping.span(), issues);
      mapping.entries().forEach(fields::add);
      fields.checkPresence();
      return fields;
    }
    String keys = String.join(", ", block.names());
    wrongType(node, block.what() + " with the keys " + keys, issues);
    return null;
  }

  private void add(YamlNode.Entry entry) {
    List<String> known = block.names();
    if (!(entry.key() instanceof Scalar key)) {
      wrongType(entry.key(), "a key", issues);
    } else if (!known.contains(key.text())) {
      String message = "unknown key `" + key.text() + "` in " + block.what();
      String all = "expected one of " + String.join(", ", known);
      issues.error(
          IssueCode.UNKNOWN_KEY,
          key.span(),
          message,
          () -> Objects.requireNonNullElse(NearestName.help(key.text(), known), all));
    } else {
      YamlNode first = values.putIfAbsent(key.text(), entry.value());
      if (first != null) {
        String message = "key `" + key.text() + "` stands twice in " + block.what();
        int line = issues.source().locate(first.span().start()).line();
        issues.error(
            IssueCode.DUPLICATE_KEY,
            key.span(),
            message + ", first with the value at line " + line);
      }
    }
  }

  private void checkPresence() {
    for (Key key : block.keys()) {
      if (key.required() && !values.containsKey(key.name())) {
        Span start = Span.at(span.start());
        issues.error(IssueCode.MISSING_KEY, start, "key `" + key.name() + "` is missing");
      }
    }
    for (List<String> group : block.oneOf()) {
      List<String> found = keys().stream().filter(group::contains).toList();
      if (found.size() != 1) {
        issues.error(
            found.isEmpty() ? IssueCode.MISSING_KEY : IssueCode.UNKNOWN_KEY,
            span,
            block.what()
                + " has the keys "
                + keys()
                + ", expected exactly one of "
                + String.join(", ", group));
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

  /** The text of a key, or null: without a report if the key is not there. */
  public @Nullable Scalar text(String key) {
    Limit limit =
        block.key(key).value() instanceof Value.Text text ? text.limit() : Limit.TEXT_LENGTH;
    YamlNode value = values.get(key);
    return value == null ? null : text(value, key, limit);
  }

  /** The mapping of a key, or null: without a report if the key is not there. */
  public @Nullable Fields fields(String key) {
    Value expected = block.key(key).value();
    if (!(expected instanceof Value.Nested nested)) {
      throw new IllegalArgumentException("`" + key + "`: found " + expected + ", expected a block");
    }
    YamlNode value = values.get(key);
    return value == null ? null : of(value, nested.block(), issues);
  }

  /** The items of a key; none if it is not there or no list, the latter with a report. */
  public List<YamlNode> list(String key) {
    Value expected = block.key(key).value();
    if (!(expected instanceof Value.Items items)) {
      throw new IllegalArgumentException("`" + key + "`: found " + expected + ", expected a list");
    }
    YamlNode value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof YamlNode.Sequence sequence)) {
      wrongType(value, "a list for `" + key + "`", issues);
      return List.of();
    }
    if (sequence.items().size() > items.limit().max()) {
      String message = items.limit().exceededBy(sequence.items().size());
      issues.error(IssueCode.LIMIT, value.span(), message);
      return List.of();
    }
    return sequence.items();
  }

  /** The items of a key that are texts; others are reported. */
  public List<Scalar> texts(String key) {
    return list(key).stream()
        .map(item -> text(item, key, Limit.TEXT_LENGTH))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** The names and texts of a key, in their order; what is none is reported. */
  public Map<String, String> labels(String key) {
    Map<String, String> labels = new LinkedHashMap<>();
    YamlNode value = values.get(key);
    if (value instanceof YamlNode.Mapping mapping) {
      if (mapping.entries().size() > Limit.LABELS.max()) {
        String message = Limit.LABELS.exceededBy(mapping.entries().size());
        issues.error(IssueCode.LIMIT, value.span(), message);
      }
      mapping.entries().forEach(entry -> label(entry, key, labels));
    } else if (value != null) {
      wrongType(value, "a mapping of names to texts for `" + key + "`", issues);
    }
    return labels;
  }

  private void label(YamlNode.Entry entry, String key, Map<String, String> labels) {
    Scalar name = text(entry.key(), key, Limit.TEXT_LENGTH);
    Scalar label = text(entry.value(), key, Limit.TEXT_LENGTH);
    if (name != null && label != null && labels.put(name.text(), label.text()) != null) {
      String message = "label `" + name + "` stands twice";
      issues.error(IssueCode.DUPLICATE_KEY, name.span(), message);
    }
  }

  private @Nullable Scalar text(YamlNode node, String key, Limit limit) {
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
