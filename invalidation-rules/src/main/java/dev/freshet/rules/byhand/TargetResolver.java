// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.byhand;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.OutputDefinition.Kind;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.target.MissingFieldException;
import dev.freshet.rules.target.OnMissing;
import dev.freshet.rules.target.OutputCompiler;
import dev.freshet.rules.target.RegionShape;
import dev.freshet.rules.target.TargetTemplate;
import dev.freshet.rules.yaml.Scalar;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the targets that somebody names by hand: what would be an output of a rule, with values in
 * place of holes. Patterns are rewritten to targets as those of rules are, and what is wrong with a
 * text is said by the same issues. Immutable and safe for any thread.
 */
public final class TargetResolver {
  /** Asked by no template without holes. */
  private static final DomainEvent NO_EVENT = DomainEvent.of("-", "-", "-", Map.of());

  private final List<RegionShape> regions;

  /** Names are held against these regions. */
  public TargetResolver(List<RegionShape> regions) {
    this.regions = List.copyOf(regions);
  }

  /**
   * What a text stands for.
   *
   * @param targets what to invalidate; none if there is an error
   * @param covering regions and more that hold whatever these targets can invalidate
   * @param issues errors and warnings, with places in the text
   */
  public record Resolved(Set<Target> targets, List<Target> covering, List<Issue> issues) {
    public Resolved {
      targets = Collections.unmodifiableSet(new LinkedHashSet<>(targets));
      covering = List.copyOf(covering);
      issues = List.copyOf(issues);
    }
  }

  /**
   * Resolves a text; never throws for what it holds.
   *
   * @param place what to call the text in issues, for example {@code targets[2].pattern}
   * @param text not looked at for {@link Kind#ALL}
   */
  public Resolved resolve(Kind kind, String text, String place) {
    IssueLog issues = new IssueLog(new SourceText(place, text));
    Scalar scalar = new Scalar(new Span(0, text.length()), text, true, text);
    OutputCompiler compiler =
        new OutputCompiler(regions, CoveredEvents.unknown("*"), Set.of(), OnMissing.ERROR, issues);
    Set<Target> targets = new LinkedHashSet<>();
    if (hasNoHole(kind, scalar, issues)) {
      compile(compiler, kind, scalar)
          .forEach(template -> expand(template, scalar, issues, targets));
    }
    boolean failed = issues.hasErrors();
    return new Resolved(
        failed ? Set.of() : targets, failed ? List.of() : compiler.covering(), issues.issues());
  }

  private static boolean hasNoHole(Kind kind, Scalar text, IssueLog issues) {
    int hole = kind == Kind.ALL || kind == Kind.REGION ? -1 : text.text().indexOf('{');
    if (hole >= 0) {
      issues.error(
          IssueCode.UNKNOWN_FIELD,
          text.spanOf(hole, text.text().length()),
          "found a hole, but there is no event to fill it",
          () -> "write the value in its place; in a pattern `*` stands for any value");
    }
    return hole < 0;
  }

  private static List<TargetTemplate> compile(OutputCompiler compiler, Kind kind, Scalar text) {
    return switch (kind) {
      case KEY -> compiler.key(text);
      case TAG -> compiler.tag(text);
      case PATTERN -> compiler.pattern(text);
      case SCAN -> compiler.scan(text);
      case REGION -> compiler.region(text);
      case ALL -> compiler.all();
    };
  }

  private static void expand(
      TargetTemplate template, Scalar text, IssueLog issues, Set<Target> targets) {
    try {
      targets.add(template.expand(NO_EVENT));
    } catch (MissingFieldException e) {
      issues.error(IssueCode.INVALID_VALUE, text.span(), e.reason());
    }
  }
}
