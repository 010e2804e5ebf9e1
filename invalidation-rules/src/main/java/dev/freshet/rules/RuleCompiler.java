// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.condition.Condition;
import dev.freshet.rules.condition.Problem;
import dev.freshet.rules.condition.TypeChecks;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.target.OutputCompiler;
import dev.freshet.rules.target.RegionShape;
import dev.freshet.rules.target.TargetTemplate;
import dev.freshet.rules.yaml.Scalar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of one file against the regions of all files and the schemas of events. */
final class RuleCompiler {
  private final RuleSetFile file;
  private final IssueLog issues;
  private final Surroundings surroundings;

  /**
   * What all rules are compiled against.
   *
   * @param regions of all files
   * @param types the event types that are known
   * @param checks holds conditions against them
   */
  record Surroundings(List<RegionShape> regions, EventTypes types, TypeChecks checks) {}

  RuleCompiler(RuleFileParser.Parsed parsed, Surroundings surroundings) {
    this.file = parsed.file();
    this.issues = parsed.issues();
    this.surroundings = surroundings;
  }

  /** The rules; of no use if the file's log has errors afterwards. */
  List<CompiledRule> compile() {
    return file.rules().stream().map(this::compile).toList();
  }

  private CompiledRule compile(RuleDefinition rule) {
    var source = file.source();
    var ref = new Outcome.RuleRef(source.name(), rule.id().text(), source.revision(), rule.mode());
    CoveredEvents events = events(rule.event());
    CompiledRule.When condition = condition(rule.condition(), events);
    Set<String> guarded = condition == null ? Set.of() : condition.condition().guarded();
    var outputs =
        new OutputCompiler(surroundings.regions(), events, guarded, rule.onMissing(), issues);
    List<TargetTemplate> targets = new ArrayList<>();
    rule.outputs().forEach(output -> targets.addAll(targets(outputs, output)));
    return new CompiledRule(
        ref,
        rule.event().text(),
        condition,
        targets,
        new Delivery(rule.timing(), bound(rule, outputs)),
        rule.expires() == null ? Instant.MAX : endOf(rule.expires().day()),
        new CompiledRule.Origin(file.owner(), file.text().locate(rule.id().span().start())));
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The known events of a rule; a rule for none of them is suspicious, but may be early. */
  private CoveredEvents events(Scalar event) {
    EventTypes types = surroundings.types();
    CoveredEvents covered = types.covered(event.text());
    if (covered.shapes().isEmpty() && !types.isEmpty()) {
      issues.warning(
          IssueCode.UNKNOWN_EVENT,
          event.span(),
          "no schema describes an event `" + event + "`",
          () -> types.nearest(event.text()));
    }
    return covered;
  }

  private static Delivery.@Nullable Bound bound(RuleDefinition rule, OutputCompiler outputs) {
    return rule.rate() == null ? null : new Delivery.Bound(rule.rate(), outputs.covering());
  }

  private static List<TargetTemplate> targets(OutputCompiler outputs, OutputDefinition output) {
    return switch (output.kind()) {
      case KEY -> outputs.key(output.text());
      case TAG -> outputs.tag(output.text());
      case PATTERN -> outputs.pattern(output.text());
      case SCAN -> outputs.scan(output.text());
      case REGION -> outputs.region(output.text());
      case ALL -> outputs.all();
    };
  }

  private CompiledRule.@Nullable When condition(@Nullable Scalar text, CoveredEvents events) {
    if (text == null) {
      return null;
    }
    Condition condition =
        surroundings.checks().compile(text.text(), events, problem -> report(text, problem));
    if (condition == null) {
      return null;
    }
    SourceText source = issues.source();
    return new CompiledRule.When(
        condition, index -> source.locate(text.spanOf(index, index + 1).start()));
  }

  private void report(Scalar text, Problem problem) {
    Span span = text.spanOf(problem.index(), problem.index() + problem.length());
    if (problem.severity() == Issue.Severity.ERROR) {
      issues.error(problem.code(), span, problem.message(), problem::help);
    } else {
      issues.warning(problem.code(), span, problem.message(), problem::help);
    }
  }
}
