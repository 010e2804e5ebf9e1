// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code rules:}. */
final class RuleParser {
  private static final List<String> KEYS = List.of("id", "event", "when", "invalidate", "mode");
  private static final String SCAN = "scan";
  private static final List<String> OUTPUT_KEYS =
      Arrays.stream(RuleSetFile.Kind.values())
          .map(kind -> kind.name().toLowerCase(Locale.ROOT))
          .toList();
  private static final List<String> OUTPUTS =
      OUTPUT_KEYS.stream().filter(key -> !key.equals(SCAN)).toList();
  private static final List<String> MODES = Arrays.stream(Mode.values()).map(Mode::text).toList();
  private static final Pattern EVENT = Pattern.compile("[^\\s*]+?(\\.\\*)?");

  private final IssueLog issues;
  private final ScalarReader scalars;

  RuleParser(IssueLog issues) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
  }

  /** The rule, or null if its id or event cannot be read. */
  RuleSetFile.@Nullable Rule parse(YamlNode node) {
    Fields fields = Fields.of(node, "a rule", KEYS, issues);
    if (fields == null) {
      return null;
    }
    Scalar id = fields.requiredText("id");
    Scalar event = fields.requiredText("event");
    Scalar condition = fields.text("when", Limit.CONDITION_LENGTH);
    List<RuleSetFile.Output> outputs = outputs(fields);
    String mode = scalars.word(fields.text("mode"), MODES);
    if (event != null && !EVENT.matcher(event.text()).matches()) {
      scalars.invalid(event, "an event type such as payment.success or a prefix such as payment.*");
    }
    if (scalars.name(id) == null || id == null || event == null) {
      return null;
    }
    return new RuleSetFile.Rule(
        id, event, condition, outputs, Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  private List<RuleSetFile.Output> outputs(Fields fields) {
    YamlNode node = fields.required("invalidate");
    List<YamlNode> items = fields.list("invalidate", Limit.OUTPUTS);
    if (node instanceof YamlNode.Sequence list && list.items().isEmpty()) {
      issues.error(IssueCode.INVALID_VALUE, node.span(), "found an empty list, expected an output");
    }
    List<RuleSetFile.Output> outputs = new ArrayList<>();
    for (YamlNode item : items) {
      RuleSetFile.Output output = output(item);
      if (output != null) {
        outputs.add(output);
      }
    }
    return outputs;
  }

  private RuleSetFile.@Nullable Output output(YamlNode node) {
    Fields fields = Fields.of(node, "an output", OUTPUT_KEYS, issues);
    if (fields == null) {
      return null;
    }
    List<String> keys = fields.keys().stream().filter(OUTPUTS::contains).toList();
    if (keys.size() != 1) {
      issues.error(
          keys.isEmpty() ? IssueCode.MISSING_KEY : IssueCode.UNKNOWN_KEY,
          node.span(),
          "an output has the keys "
              + fields.keys()
              + ", expected exactly one of "
              + String.join(", ", OUTPUTS));
      return null;
    }
    String key = keys.get(0);
    Scalar text = fields.text(key);
    if (text == null) {
      return null;
    }
    if (key.equals("all")) {
      expectTrue(text);
    }
    RuleSetFile.Kind kind = RuleSetFile.Kind.valueOf(key.toUpperCase(Locale.ROOT));
    return new RuleSetFile.Output(scan(fields, kind), text);
  }

  private RuleSetFile.Kind scan(Fields fields, RuleSetFile.Kind kind) {
    Scalar scan = fields.text(SCAN);
    if (scan == null) {
      return kind;
    }
    expectTrue(scan);
    if (kind != RuleSetFile.Kind.PATTERN) {
      issues.error(
          IssueCode.UNKNOWN_KEY, scan.span(), "`scan` has a meaning beside `pattern` only");
    }
    return RuleSetFile.Kind.SCAN;
  }

  private void expectTrue(Scalar text) {
    if (!text.text().equals("true")) {
      scalars.invalid(text, "true");
    }
  }
}
