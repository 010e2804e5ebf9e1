// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.MatchResult;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.sample.Masking;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.syntax.CaseSyntax;
import dev.freshet.rules.syntax.RuleFileSyntax;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a test file of events that were seen, for instance on a topic: one test for each, which
 * expects what the rules say today. Secrets are {@linkplain Masking masked} first, and the rules
 * are asked about the event as the file tells it, so the tests pass whatever was lost on the way.
 * Stateless and safe for any thread; pure.
 */
public final class CaseWriter {
  /** Names are for people; an id may be of any length. */
  private static final int NAME_LENGTH = 100;

  /** Of a message, its beginning is enough to recognise it. */
  private static final int MESSAGE_LENGTH = 200;

  private final StringBuilder out = new StringBuilder();
  private final Set<String> names = new HashSet<>();

  private CaseWriter() {
    line("", "apiVersion", RuleFileSyntax.API_VERSION);
    line("", "kind", CaseSyntax.KIND);
    out.append("tests:\n");
  }

  /**
   * The text of a test file.
   *
   * @param events at least one
   * @throws InvalidRuleFileException if they do not fit into a test file: there are too many, or
   *     one of them is too deep
   */
  public static String write(List<DomainEvent> events, RuleBook book) {
    List<DomainEvent> written =
        eventsOf(write(events, (writer, i) -> writer.line("    ", "invalidates", "[]")));
    return write(events, (writer, i) -> writer.expectations(book.match(written.get(i))));
  }

  private interface Expectations {
    void write(CaseWriter writer, int index);
  }

  private static String write(List<DomainEvent> events, Expectations expectations) {
    CaseWriter writer = new CaseWriter();
    for (int i = 0; i < events.size(); i++) {
      writer.event(events.get(i));
      expectations.write(writer, i);
    }
    return writer.out.toString();
  }

  /** Reads a test file back. */
  private static List<DomainEvent> eventsOf(String text) {
    IssueLog issues = new IssueLog(new SourceText("captured events", text));
    CaseParser.Parsed parsed = CaseParser.parse(issues, EventTypes.NONE, file -> List.of());
    if (issues.hasErrors()) {
      throw new InvalidRuleFileException(issues.issues());
    }
    return parsed.tests().stream().flatMap(test -> test.events().stream()).toList();
  }

  private void event(DomainEvent event) {
    out.append("  - name: ").append(YamlText.scalar(uniqueName(event))).append("\n    event:\n");
    attribute("type", event.type());
    attribute("id", event.id());
    attribute("source", event.source());
    attribute("subject", event.subject());
    attribute("time", event.time());
    event.extensions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(extension -> extension(extension.getKey(), extension.getValue()));
    line("      ", "data", YamlText.tree(Masking.mask(event.data())));
  }

  private void extension(String name, String value) {
    attribute(name, Masking.isSecret(name) ? Masking.MASK : value);
  }

  private void attribute(String name, @Nullable Object value) {
    if (value != null) {
      line("      ", name, YamlText.scalar(value.toString()));
    }
  }

  private String uniqueName(DomainEvent event) {
    String name = shorten(event.type() + " " + event.id(), NAME_LENGTH);
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + " (" + i + ")";
    }
    return unique;
  }

  private void expectations(MatchResult result) {
    list("invalidates", result.targets(Mode.ENFORCE).stream().map(TargetForm::write));
    Set<Target> shadow = result.targets(Mode.SHADOW);
    if (!shadow.isEmpty()) {
      list("shadow", shadow.stream().map(TargetForm::write));
    }
    List<Outcome.Failed> failures = result.failures();
    if (!failures.isEmpty()) {
      list(
          "fails",
          failures.stream()
              .map(failure -> shorten(failure.reason(), MESSAGE_LENGTH))
              .distinct()
              .map(YamlText::scalar));
    }
  }

  private void list(String key, Stream<String> items) {
    List<String> lines = items.toList();
    if (lines.isEmpty()) {
      line("    ", key, "[]");
    } else {
      out.append("    ").append(key).append(":\n");
      lines.forEach(item -> out.append("      - ").append(item).append('\n'));
    }
  }

  private void line(String indent, String key, String value) {
    out.append(indent).append(key).append(": ").append(value).append('\n');
  }

  private static String shorten(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
