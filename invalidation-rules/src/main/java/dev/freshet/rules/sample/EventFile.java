// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads events that people wrote or captured: in the CloudEvents JSON format 1.0, or in YAML of the
 * same shape. Only {@code type} has to be there:
 *
 * <pre>{@code
 * {"type": "payment.success", "subject": "p1", "data": {"userId": "42", "amount": 12.5}}
 * }</pre>
 *
 * <p>A file may hold several events: a list, JSON values one behind the other (JSON lines), or YAML
 * documents. An event without {@code id} gets its number in the file, one without {@code source}
 * {@value #SOURCE}; one without {@code time} has none. Values are what they are on the wire: a
 * whole number is a {@link Long} ({@link java.math.BigDecimal} beyond its range), another number a
 * {@link Double}; in YAML, a text without quotes that JSON would take for a number, {@code true},
 * {@code false} or {@code null} is that, and any other is a text. A file has the limits of a rule
 * file on its size and depth ({@link Limit}). Stateless and safe for any thread.
 */
public final class EventFile {
  /** The source of an event that names none. */
  public static final String SOURCE = "/sample";

  private EventFile() {}

  /**
   * The events of a text, in their order; at least one.
   *
   * @param file shown in messages; a name that ends in {@code .yaml} or {@code .yml} means YAML,
   *     with any other a text that begins with a brace or bracket is JSON
   * @throws InvalidRuleFileException if anything in it is no event; carries all such issues
   */
  public static List<DomainEvent> read(String file, String text) {
    IssueLog issues = new IssueLog(new SourceText(file, text));
    List<YamlNode> nodes = nodes(isJson(file, text), issues);
    List<DomainEvent> events = new ArrayList<>();
    for (YamlNode node : nodes) {
      DomainEvent event = EventReader.read(node, events.size() + 1, issues);
      if (event != null) {
        events.add(event);
      }
    }
    if (nodes.isEmpty() && !issues.hasErrors()) {
      issues.error(IssueCode.INVALID_EVENT, Span.at(0), "found no event, expected at least one");
    }
    if (issues.hasErrors()) {
      throw new InvalidRuleFileException(issues.issues());
    }
    return List.copyOf(events);
  }

  /** The event that a node of a file holds; null if it holds none, which is reported. */
  public static @Nullable DomainEvent event(YamlNode node, IssueLog issues) {
    return EventReader.read(node, 1, issues);
  }

  private static boolean isJson(String file, String text) {
    String name = file.toLowerCase(Locale.ROOT);
    String start = text.stripLeading();
    return !name.endsWith(".yaml")
        && !name.endsWith(".yml")
        && (start.startsWith("{") || start.startsWith("["));
  }

  private static List<YamlNode> nodes(boolean json, IssueLog issues) {
    int length = issues.source().text().length();
    if (json && length > Limit.FILE_SIZE.max()) {
      issues.error(IssueCode.LIMIT, Span.at(0), Limit.FILE_SIZE.exceededBy(length));
      return List.of();
    }
    List<YamlNode> documents = json ? JsonReader.read(issues) : YamlReader.read(issues);
    return documents.stream()
        .filter(node -> !(node instanceof Scalar scalar && scalar.isNothing()))
        .flatMap(
            node ->
                node instanceof YamlNode.Sequence list ? list.items().stream() : Stream.of(node))
        .toList();
  }
}
