// SPDX-License-Identifier: Apache-2.0
/**
 * Rule sets on their way from a publisher to the coordinators. {@link
 * dev.freshet.coordinator.rulesets.RuleSetPublisher} checks them and writes revisions to the rules
 * topic; {@link dev.freshet.coordinator.rulesets.RuleBooks} holds what a coordinator has read from
 * it, compiled.
 *
 * <p><b>Threads.</b> All types are safe for any thread. <b>Failure.</b> Rules with errors are
 * refused before they are stored ({@link dev.freshet.rules.source.InvalidRuleFileException}); a bad
 * record that stands in the topic all the same is reported and counted, and what ran before runs
 * on.
 */
@NullMarked
package dev.freshet.coordinator.rulesets;

import org.jspecify.annotations.NullMarked;
