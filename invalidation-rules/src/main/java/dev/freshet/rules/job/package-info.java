// SPDX-License-Identifier: Apache-2.0
/**
 * Warm-up jobs as rule files declare them. {@link dev.freshet.rules.job.JobParser} reads one; a
 * {@link dev.freshet.rules.job.JobDefinition} is what it says, with a default for what it leaves
 * out; {@link dev.freshet.rules.job.JobCheck} holds the jobs of a set against the regions and rules
 * of all sets. {@link dev.freshet.rules.job.JobSchedule} and {@link
 * dev.freshet.rules.job.InvalidatedKeys} tell whoever plans runs when one is due, and which keys an
 * invalidation is about.
 *
 * <p>Definitions are immutable; a parser and a check belong to one thread. What is wrong goes to
 * the {@link dev.freshet.rules.source.IssueLog}: nothing throws, and a definition whose file has
 * errors is not used.
 */
@NullMarked
package dev.freshet.rules.job;

import org.jspecify.annotations.NullMarked;
