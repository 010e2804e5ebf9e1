// SPDX-License-Identifier: Apache-2.0
/**
 * Rules as rule files declare them. {@link dev.freshet.rules.rule.RuleParser} reads one; a {@link
 * dev.freshet.rules.rule.RuleDefinition} is what it says, with a default for what it leaves out and
 * the place of everything that can be wrong.
 *
 * <p>Definitions are immutable; a parser belongs to one thread. What is wrong goes to the {@link
 * dev.freshet.rules.source.IssueLog}: nothing throws, and a definition whose file has errors is not
 * used.
 */
@NullMarked
package dev.freshet.rules.rule;

import org.jspecify.annotations.NullMarked;
