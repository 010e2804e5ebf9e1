// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.sample.EventFile;
import dev.freshet.rules.sample.UnknownFields;
import dev.freshet.rules.sample.WireTypes;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.syntax.CaseSyntax;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a test file. Reports what is wrong and goes on. Belongs to one thread. */
final class CaseParser {
  /** What a test file says: the rules that it names, and its tests. */
  record Parsed(List<Scalar> rules, List<TestCase> tests) {}

  private final IssueLog issues;
  private final ScalarReader scalars;
  private final EventTypes types;
  private final Function<Scalar, List<DomainEvent>> eventFiles;
  private final List<Scalar> rules = new ArrayList<>();
  private final List<TestCase> tests = new ArrayList<>();
  private final Map<String, Location> names = new HashMap<>();

  private CaseParser(
      IssueLog issues, EventTypes types, Function<Scalar, List<DomainEvent>> eventFiles) {
    this.issues = issues;
    this.types = types;
    this.scalars = new ScalarReader(issues);
    this.eventFiles = eventFiles;
  }

  /**
   * Reads a text.
   *
   * @param types what is known of the events
   * @param eventFiles gives the events of a file that a test names; reports on its own
   */
  static Parsed parse(
      IssueLog issues, EventTypes types, Function<Scalar, List<DomainEvent>> eventFiles) {
    CaseParser parser = new CaseParser(issues, types, eventFiles);
    List<YamlNode> documents = YamlReader.read(issues);
    documents.forEach(parser::document);
    if (documents.isEmpty() && !issues.hasErrors()) {
      issues.error(
          IssueCode.MISSING_KEY,
          Span.at(0),
          "the file is empty, expected a document of kind " + CaseSyntax.KIND);
    }
    return new Parsed(List.copyOf(parser.rules), List.copyOf(parser.tests));
  }

  private void document(YamlNode node) {
    boolean isEmpty = node instanceof Scalar scalar && scalar.isNothing();
    if (isEmpty || !isOfKind(node)) {
      return;
    }
    Fields fields = Fields.of(node, CaseSyntax.DOCUMENT, issues);
    if (fields == null) {
      return;
    }
    expect(fields.text("apiVersion"), RuleFileSyntax.API_VERSION);
    rules.addAll(fields.texts("rules"));
    fields.list("tests").forEach(this::test);
  }

  /** A document of another kind gives one error, not one for each of its keys. */
  private boolean isOfKind(YamlNode node) {
    return !(node instanceof YamlNode.Mapping mapping
            && mapping.find("kind") instanceof Scalar kind)
        || expect(kind, CaseSyntax.KIND);
  }

  private boolean expect(@Nullable Scalar found, String expected) {
    if (found == null || found.text().equals(expected)) {
      return true;
    }
    issues.error(
        IssueCode.UNKNOWN_KIND,
        found.span(),
        "found " + found.description() + ", expected '" + expected + "'",
        () -> NearestName.help(found.text(), List.of(expected)));
    return false;
  }

  private void test(YamlNode node) {
    Fields fields = Fields.of(node, CaseSyntax.CASE, issues);
    if (fields == null) {
      return;
    }
    Scalar name = fields.text("name");
    Scalar rule = fields.text("rule");
    List<DomainEvent> events = events(fields);
    Instant at = at(fields.text("at"));
    Map<Target, Location> invalidates = targets(fields, "invalidates");
    Map<Target, Location> shadow = targets(fields, "shadow");
    Map<String, Location> fails = fails(fields);
    if (invalidates == null && shadow == null && fails.isEmpty()) {
      issues.error(
          IssueCode.MISSING_KEY,
          Span.at(fields.span().start()),
          "the test expects nothing, expected one of `invalidates`, `shadow`, `fails`",
          () -> "`invalidates: []` says that nothing is invalidated");
    }
    if (name != null) {
      Location location = issues.source().locate(name.span().start());
      once("test `" + name + "`", name.span(), names.putIfAbsent(name.text(), location));
      tests.add(new TestCase(name.text(), location, rule, events, at, invalidates, shadow, fails));
    }
  }

  private List<DomainEvent> events(Fields fields) {
    YamlNode event = fields.node("event");
    Scalar file = fields.text("eventFile");
    List<DomainEvent> events = new ArrayList<>();
    if (event != null) {
      DomainEvent read = EventFile.event(event, issues);
      if (read != null) {
        events.add(onWire(read, event.span()));
      }
    }
    if (file != null) {
      eventFiles.apply(file).forEach(one -> events.add(onWire(one, file.span())));
    }
    return events;
  }

  /** As it arrives; one that cannot be proves nothing, which is reported. */
  private DomainEvent onWire(DomainEvent event, Span span) {
    List<String> unknown = UnknownFields.of(event, types);
    if (!unknown.isEmpty()) {
      issues.warning(
          IssueCode.IMPOSSIBLE_EVENT,
          span,
          "no event " + event.type() + " has `" + String.join("`, `", unknown) + "`",
          () -> "a rule never sees such an event: name the fields as the schema does");
    }
    return WireTypes.apply(event, types);
  }

  private Instant at(@Nullable Scalar text) {
    LocalDate day = scalars.date(text);
    return day == null ? Instant.MIN : day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private @Nullable Map<Target, Location> targets(Fields fields, String key) {
    if (fields.node(key) == null) {
      return null;
    }
    Map<Target, Location> targets = new LinkedHashMap<>();
    for (YamlNode item : fields.list(key)) {
      Target target = TargetForm.read(item, issues);
      if (target != null) {
        Location location = issues.source().locate(item.span().start());
        once("`" + TargetForm.write(target) + "`", item.span(), targets.put(target, location));
      }
    }
    return targets;
  }

  private Map<String, Location> fails(Fields fields) {
    Map<String, Location> fails = new LinkedHashMap<>();
    for (Scalar text : fields.texts("fails")) {
      if (text.text().isBlank()) {
        issues.error(
            IssueCode.INVALID_VALUE,
            text.span(),
            "found a blank text, which every message has, expected a part of one");
      }
      Location location = issues.source().locate(text.span().start());
      once(text.description(), text.span(), fails.put(text.text(), location));
    }
    YamlNode list = fields.node("fails");
    if (list instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
      issues.error(
          IssueCode.INVALID_VALUE,
          list.span(),
          "found an empty list, expected a part of a message",
          () -> "leave `fails` out: without it no rule may fail");
    }
    return fails;
  }

  private void once(String what, Span span, @Nullable Location first) {
    if (first != null) {
      String message = what + " stands twice, first at " + first;
      issues.error(IssueCode.DUPLICATE_CASE, span, message);
    }
  }
}
