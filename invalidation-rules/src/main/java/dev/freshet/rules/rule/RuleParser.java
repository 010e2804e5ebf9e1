// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.rule;

import dev.freshet.rules.rule.OutputDefinition.Kind;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.syntax.RuleSyntax;
import dev.freshet.rules.target.OnMissing;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code rules:}. Belongs to one thread. */
public final class RuleParser {
  /** Nodes do not count as fresh while a command is held back. */
  static final Duration LONGEST_COALESCE = Duration.ofMinutes(1);

  static final Duration LONGEST_REPEAT = Duration.ofHours(1);

  private static final long MOST_COMMANDS = 1_000_000_000;
  private static final String SCAN = "scan";

  private final IssueLog issues;
  private final ScalarReader scalars;

  /** Reports to {@code issues}. */
  public RuleParser(IssueLog issues) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
  }

  /** The rule, or null if its id or event cannot be read. */
  public @Nullable RuleDefinition parse(YamlNode node) {
    Fields fields = Fields.of(node, RuleSyntax.RULE, issues);
    if (fields == null) {
      return null;
    }
    Scalar id = fields.text("id");
    Scalar event = fields.text("event");
    scalars.event(event);
    String name = scalars.name(id);
    Scalar description = fields.text("description");
    Scalar condition = fields.text("when");
    List<OutputDefinition> outputs = outputs(fields);
    Mode mode = scalars.choice(fields.text("mode"), Mode.ENFORCE);
    OnMissing onMissing = scalars.choice(fields.text("onMissing"), OnMissing.ERROR);
    RuleDefinition.Timing timing =
        new RuleDefinition.Timing(
            atMost(fields.text("coalesce"), LONGEST_COALESCE),
            atMost(fields.text("repeatAfter"), LONGEST_REPEAT));
    Rate rate = rate(fields);
    RuleDefinition.Expiry expires = expires(fields);
    var labels = fields.labels("labels");
    if (name == null || id == null || event == null) {
      return null;
    }
    return new RuleDefinition(
        id, description, event, condition, outputs, mode, onMissing, timing, rate, expires, labels);
  }

  private Duration atMost(@Nullable Scalar text, Duration longest) {
    Duration duration = scalars.duration(text, Duration.ZERO);
    if (text != null && duration.compareTo(longest) > 0) {
      scalars.invalid(text, "at most " + longest.toMinutes() + "m");
    }
    return duration;
  }

  private @Nullable Rate rate(Fields rule) {
    Fields limits = rule.fields("limits");
    if (limits == null) {
      return null;
    }
    long perSecond = scalars.count(limits.text("commandsPerSecond"), 1, MOST_COMMANDS);
    return new Rate(perSecond, scalars.count(limits.text("burst"), perSecond, MOST_COMMANDS));
  }

  private RuleDefinition.@Nullable Expiry expires(Fields rule) {
    Scalar text = rule.text("expires");
    LocalDate day = scalars.date(text);
    return text == null || day == null ? null : new RuleDefinition.Expiry(day, text);
  }

  private List<OutputDefinition> outputs(Fields rule) {
    YamlNode node = rule.node("invalidate");
    List<YamlNode> items = rule.list("invalidate");
    if (node instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      issues.error(IssueCode.INVALID_VALUE, node.span(), "found an empty list, expected an output");
    }
    List<OutputDefinition> outputs = new ArrayList<>();
    for (YamlNode item : items) {
      OutputDefinition output = output(item);
      if (output != null) {
        outputs.add(output);
      }
    }
    return outputs;
  }

  /** One output, as rules and the tests of rules write them; null if it cannot be read. */
  public @Nullable OutputDefinition output(YamlNode node) {
    Fields fields = Fields.of(node, RuleSyntax.OUTPUT, issues);
    if (fields == null) {
      return null;
    }
    List<String> keys = fields.keys().stream().filter(key -> !key.equals(SCAN)).toList();
    Scalar text = keys.size() == 1 ? fields.text(keys.get(0)) : null;
    if (text == null) {
      return null;
    }
    Kind kind = Kind.valueOf(keys.get(0).toUpperCase(Locale.ROOT));
    if (kind == Kind.ALL) {
      scalars.isTrue(text);
    }
    return new OutputDefinition(scan(fields, kind), text);
  }

  private Kind scan(Fields output, Kind kind) {
    Scalar scan = output.text(SCAN);
    if (!scalars.isTrue(scan) || scan == null) {
      return kind;
    }
    if (kind != Kind.PATTERN) {
      issues.error(
          IssueCode.UNKNOWN_KEY, scan.span(), "`scan` has a meaning beside `pattern` only");
    }
    return Kind.SCAN;
  }
}
