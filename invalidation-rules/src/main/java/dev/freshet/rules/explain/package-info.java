// SPDX-License-Identifier: Apache-2.0
/**
 * Why rules match an event or not. {@link dev.freshet.rules.RuleBook#explain} gives an {@link
 * dev.freshet.rules.explain.Explanation}: for each rule a {@link dev.freshet.rules.explain.Verdict}
 * with the values that decided it. {@link dev.freshet.rules.explain.ExplainText} renders it for
 * people, {@link dev.freshet.rules.explain.ExplainJson} for programs.
 *
 * <p>What is kept of an event is already as it may be shown: short, and without the values of
 * fields whose names say that they are secret ({@link dev.freshet.rules.sample.Masking}). Targets
 * are shown in full: they are what the command topic shows as well.
 *
 * <p>Everything is immutable or stateless, safe for any thread, and without I/O; nothing throws for
 * what an event holds.
 */
@NullMarked
package dev.freshet.rules.explain;

import org.jspecify.annotations.NullMarked;
