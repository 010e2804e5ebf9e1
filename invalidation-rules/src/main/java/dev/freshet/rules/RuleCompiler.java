// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Target;
import dev.freshet.rules.condition.Condition;
import dev.freshet.rules.condition.ConditionCompiler;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.target.OutputCompiler;
import dev.freshet.rules.target.RegionShape;
import dev.freshet.rules.target.TargetTemplate;
import dev.freshet.rules.yaml.Scalar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles the rules of one file against the regions of all files. */
final class RuleCompiler {
  private final RuleSetFile file;
  private final IssueLog issues;
  private final OutputCompiler outputs;

  RuleCompiler(RuleFileParser.Parsed parsed, List<RegionShape> regions) {
    this.file = parsed.file();
    this.issues = parsed.issues();
    this.outputs = new OutputCompiler(regions, issues);
  }

  /** The rules; of no use if the file's log has errors afterwards. */
  List<CompiledRule> compile() {
    return file.rules().stream().map(this::compile).toList();
  }

  private CompiledRule compile(RuleDefinition rule) {
    var source = file.source();
    var ref = new Outcome.RuleRef(source.name(), rule.id().text(), source.revision(), rule.mode());
    List<TargetTemplate> targets = new ArrayList<>();
    rule.outputs().forEach(output -> targets.addAll(targets(output)));
    return new CompiledRule(
        ref,
        rule.event().text(),
        condition(rule.condition()),
        targets,
        new Delivery(rule.timing(), bound(rule)),
        rule.expires() == null ? Instant.MAX : endOf(rule.expires().day()));
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Delivery.@Nullable Bound bound(RuleDefinition rule) {
    return rule.rate() == null ? null : new Delivery.Bound(rule.rate(), List.of(Target.ALL));
  }

  private List<TargetTemplate> targets(OutputDefinition output) {
    return switch (output.kind()) {
      case KEY -> outputs.key(output.text());
      case TAG -> outputs.tag(output.text());
      case PATTERN -> outputs.pattern(output.text());
      case SCAN -> outputs.scan(output.text());
      case REGION -> outputs.region(output.text());
      case ALL -> List.of(new TargetTemplate.Fixed(Target.ALL));
    };
  }

  private CompiledRule.@Nullable When condition(@Nullable Scalar text) {
    if (text == null) {
      return null;
    }
    Condition condition =
        ConditionCompiler.compile(
            text.text(),
            problem ->
                issues.error(
                    problem.code(),
                    text.spanOf(problem.index(), problem.index() + 1),
                    problem.message(),
                    problem::help));
    SourceText source = issues.source();
    return condition == null
        ? null
        : new CompiledRule.When(
            condition, index -> source.locate(text.spanOf(index, index + 1).start()));
  }
}
