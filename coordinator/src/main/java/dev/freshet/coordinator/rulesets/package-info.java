// SPDX-License-Identifier: Apache-2.0
/**
 * Rule sets on their way from a publisher to the coordinators, and back in time. {@link
 * dev.freshet.coordinator.rulesets.RuleSetPublisher} checks them and writes revisions to the rules
 * topic; {@link dev.freshet.coordinator.rulesets.RuleBooks} holds what a coordinator has read from
 * it, compiled. Both read records by the same {@code RuleRecordReader}. The keys of the topic:
 *
 * <ul>
 *   <li>{@code NAME}: the current revision of a set, whole; a tombstone ends the set;
 *   <li>{@code NAME@N}: revision N of the set, never overwritten; the newest hundred are kept;
 *   <li>{@code !control}: whether the mapping is paused.
 * </ul>
 *
 * <p>All is written in transactions of one transactional id, which is the lock: of two publishers
 * at once the earlier is fenced off. So every reader of the topic must read committed records only.
 *
 * <p><b>Threads.</b> All public types are safe for any thread. <b>Failure.</b> Rules with errors
 * are refused before they are stored ({@link dev.freshet.rules.source.InvalidRuleFileException}),
 * and so is a change of what is not as expected ({@link
 * dev.freshet.coordinator.rulesets.RulesChangedException}); a bad record that stands in the topic
 * all the same is reported and counted, and what ran before runs on: after a restart, the newest
 * earlier revision that is good.
 */
@NullMarked
package dev.freshet.coordinator.rulesets;

import org.jspecify.annotations.NullMarked;
