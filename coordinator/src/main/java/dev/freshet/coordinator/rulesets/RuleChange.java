// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

/** What became of a revision of a rule set here. Immutable and safe for any thread. */
public sealed interface RuleChange {

  /** The name of the set. */
  String ruleSet();

  /** The revision, 0 if it cannot be read. */
  long revision();

  /** It is in force. */
  record Applied(String ruleSet, long revision) implements RuleChange {}

  /** It is not; what was in force before still is. */
  record Refused(String ruleSet, long revision, String message) implements RuleChange {}
}
