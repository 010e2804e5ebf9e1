// SPDX-License-Identifier: Apache-2.0
/**
 * Invalidation rules: which targets a domain event invalidates. Entry type is {@link
 * dev.freshet.rules.RuleBook}. The way of a rule set:
 *
 * <ol>
 *   <li><b>source</b>: {@link dev.freshet.rules.RuleFiles}, {@link dev.freshet.rules.ShippedRules}
 *       or the rules topic give {@link dev.freshet.rules.RuleSource}s;
 *   <li><b>parse</b>: {@code RuleFileParser} reads strict YAML into declarations with positions;
 *   <li><b>check and compile</b>: {@code RuleCompiler} lays keys and patterns over the regions of
 *       <em>all</em> sets and compiles conditions; every problem is an {@link
 *       dev.freshet.rules.source.Issue}, and all are reported in one pass;
 *   <li><b>match</b>: {@link dev.freshet.rules.RuleBook#match} gives the {@link
 *       dev.freshet.rules.Outcome}s of an event.
 * </ol>
 *
 * <p>Public types are immutable and safe for any thread. Only {@code RuleFiles} and {@code
 * ShippedRules} do I/O. A rule set with errors is left out of the book; an event never makes a
 * match throw, what a rule cannot do is an outcome.
 */
@NullMarked
package dev.freshet.rules;

import org.jspecify.annotations.NullMarked;
