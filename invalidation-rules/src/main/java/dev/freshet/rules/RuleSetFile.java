// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule set after parsing: its declarations, and the log that the later phases go on with.
 *
 * @param source what was parsed
 * @param regions the regions whose name and key could be read
 * @param rules the rules that could be read
 * @param issues what was wrong so far
 */
record RuleSetFile(
    RuleSource source, List<RegionDefinition> regions, List<Rule> rules, IssueLog issues) {

  /**
   * A rule as it is written, before it is checked against regions.
   *
   * @param id unique in its set
   * @param event an event type, or a prefix of types with {@code .*} at its end
   * @param condition CEL, or null
   * @param outputs what it invalidates
   * @param mode what becomes of the targets
   */
  record Rule(
      Scalar id, Scalar event, @Nullable Scalar condition, List<Output> outputs, Mode mode) {}

  /** One output; {@code text} is a template, a pattern, a region's name, or {@code true}. */
  record Output(Kind kind, Scalar text) {}

  /** The key that an output is written with; a scan is a pattern with {@code scan: true}. */
  enum Kind {
    KEY,
    TAG,
    PATTERN,
    REGION,
    ALL,
    SCAN
  }
}
