// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event; reports what is wrong and goes on. Forgives what the wire's decoder forgives.
 */
final class EventReader {
  private static final String DATA = "data";
  private static final String SPEC_VERSION = "1.0";
  private static final List<String> KEYS =
      List.of("id", "source", "type", "subject", "time", DATA, "specversion", "datacontenttype");

  private final IssueLog issues;
  private final Map<String, Scalar> attributes = new LinkedHashMap<>();
  private Map<String, @Nullable Object> data = Map.of();

  private EventReader(IssueLog issues) {
    this.issues = issues;
  }

  /** The event with a number in its file; null if there is none, which is reported. */
  static @Nullable DomainEvent read(YamlNode node, int number, IssueLog issues) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new EventReader(issues).event(mapping, number);
    }
    if (!(node instanceof YamlNode.Refused)) {
      String expected = "expected an event such as {type: payment.success, data: {userId: 42}}";
      error(issues, node.span(), "found " + node.description() + ", " + expected, () -> null);
    }
    return null;
  }

  private @Nullable DomainEvent event(YamlNode.Mapping mapping, int number) {
    new FieldReader(issues).fields(mapping, this::attribute);
    Scalar version = attributes.remove("specversion");
    if (version != null && !version.text().equals(SPEC_VERSION)) {
      String message = "found CloudEvents " + version.description() + ", expected " + SPEC_VERSION;
      error(issues, version.span(), message, () -> null);
    }
    // Speaks of the bytes, and there are none.
    attributes.remove("datacontenttype");
    Scalar type = attributes.remove("type");
    Instant time = time(attributes.remove("time"));
    if (type == null) {
      String message = "the event has no `type`, expected one such as payment.success";
      error(issues, Span.at(mapping.span().start()), message, () -> null);
      return null;
    }
    String id = textOr(attributes.remove("id"), Integer.toString(number));
    String source = textOr(attributes.remove("source"), EventFile.SOURCE);
    Scalar subject = attributes.remove("subject");
    Map<String, String> extensions = new LinkedHashMap<>();
    attributes.forEach((name, value) -> extensions.put(name, value.text()));
    return new DomainEvent(
        id, source, type.text(), subject == null ? null : subject.text(), time, extensions, data);
  }

  private void attribute(Scalar key, YamlNode value) {
    String name = key.text().toLowerCase(Locale.ROOT);
    if (name.equals(DATA)) {
      data(value);
    } else if (name.equals("data_base64")) {
      error(issues, key.span(), "found `data_base64`, expected `data`", () -> "write the data out");
    } else if (value instanceof Scalar text) {
      if (!text.isNothing() && !text.text().isEmpty()) {
        attributes.put(name, text);
      }
    } else if (!(value instanceof YamlNode.Refused)) {
      error(
          issues,
          value.span(),
          "attribute `" + key + "`: found " + value.description() + ", expected a text",
          () -> NearestName.help(name, KEYS));
    }
  }

  private void data(YamlNode value) {
    if (value instanceof YamlNode.Mapping mapping) {
      data = new FieldReader(issues).map(mapping);
    } else if (!(value instanceof Scalar scalar && scalar.isNothing())
        && !(value instanceof YamlNode.Refused)) {
      String message = "`data`: found " + value.description() + ", expected a mapping";
      error(issues, value.span(), message, () -> null);
    }
  }

  private @Nullable Instant time(@Nullable Scalar text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text.text()).toInstant();
    } catch (DateTimeException e) {
      String expected = ", expected RFC 3339 such as 2026-11-20T10:15:30Z";
      error(issues, text.span(), "`time`: found " + text.description() + expected, () -> null);
      return null;
    }
  }

  private static String textOr(@Nullable Scalar text, String byDefault) {
    return text == null ? byDefault : text.text();
  }

  private static void error(
      IssueLog issues, Span span, String message, Supplier<@Nullable String> help) {
    issues.error(IssueCode.INVALID_EVENT, span, message, help);
  }
}
