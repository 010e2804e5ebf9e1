// SPDX-License-Identifier: Apache-2.0
/**
 * Rules over HTTP: read, try out, put in force, bring back, end, and pause the mapping. Entry type
 * is {@link dev.freshet.coordinator.http.rules.RuleOperations}; what is done is done by {@link
 * dev.freshet.coordinator.rulesets.RuleSetPublisher} and {@link
 * dev.freshet.coordinator.proposal.Proposal}, as for the command line.
 *
 * <p><b>Threads.</b> Safe for any thread; all work runs on the workers of the API, a bounded number
 * of requests at a time. <b>Failure.</b> Refused rules are answered with the codes of rule files
 * and their places; nothing is stored then. Kafka or a schema registry that does not answer is
 * named.
 */
@NullMarked
package dev.freshet.coordinator.http.rules;

import org.jspecify.annotations.NullMarked;
