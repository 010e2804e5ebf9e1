// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.syntax.RuleFileSyntax;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Changes single values in the text of a rule set and leaves everything else as its author wrote
 * it, comments too. Pure and safe for any thread.
 */
public final class RuleEdits {
  private RuleEdits() {}

  /** Puts {@code text} where {@code span} is. */
  private record Edit(Span span, String text) {}

  /**
   * The text with another mode for a rule; empty if it has no such rule.
   *
   * @param rule the rule's id
   */
  public static Optional<String> withMode(RuleSource source, String rule, Mode mode) {
    List<Edit> edits = edits(source, Set.of(rule), mode);
    return edits.isEmpty() ? Optional.empty() : Optional.of(apply(source.text(), edits));
  }

  /**
   * The text with another mode for some rules.
   *
   * @param rules ids; those that the text does not have change nothing
   */
  public static String withMode(RuleSource source, Set<String> rules, Mode mode) {
    return apply(source.text(), edits(source, rules, mode));
  }

  private static List<Edit> edits(RuleSource source, Set<String> rules, Mode mode) {
    IssueLog unused = new IssueLog(new SourceText(source.file(), source.text()));
    return YamlReader.read(unused).stream()
        .flatMap(RuleEdits::rules)
        .filter(node -> node.find("id") instanceof Scalar id && rules.contains(id.text()))
        .map(node -> withMode(source.text(), node, mode))
        .toList();
  }

  /** Those of a file stand in its order, none within another. */
  private static String apply(String text, List<Edit> edits) {
    StringBuilder out = new StringBuilder(text.length() + 16 * edits.size());
    int done = 0;
    for (Edit edit : edits) {
      out.append(text, done, edit.span().start()).append(edit.text());
      done = edit.span().end();
    }
    return out.append(text, done, text.length()).toString();
  }

  private static Stream<YamlNode.Mapping> rules(YamlNode document) {
    boolean hasRules =
        document instanceof YamlNode.Mapping mapping
            && mapping.find("kind") instanceof Scalar kind
            && kind.text().equals(RuleFileSyntax.RULES);
    List<YamlNode> items =
        hasRules
                && document instanceof YamlNode.Mapping mapping
                && mapping.find("rules") instanceof YamlNode.Sequence list
            ? list.items()
            : List.of();
    return items.stream()
        .filter(YamlNode.Mapping.class::isInstance)
        .map(YamlNode.Mapping.class::cast);
  }

  /** A rule without a mode gets one in front of its first key, in that key's style. */
  private static Edit withMode(String text, YamlNode.Mapping rule, Mode mode) {
    if (rule.find("mode") instanceof Scalar written) {
      return new Edit(written.span(), mode.text());
    }
    int first = rule.entries().get(0).key().span().start();
    boolean flow = text.charAt(rule.span().start()) == '{';
    int lineStart = text.lastIndexOf('\n', first) + 1;
    String separator = flow ? ", " : "\n" + " ".repeat(text.codePointCount(lineStart, first));
    return new Edit(new Span(first, first), "mode: " + mode.text() + separator);
  }
}
