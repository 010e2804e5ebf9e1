// SPDX-License-Identifier: Apache-2.0
/**
 * Checks beyond what compiling needs: rules that cannot be meant. {@link
 * dev.freshet.rules.check.RuleCheck} runs one small class per check over all files together, lets
 * disable comments take findings out, and answers a {@link dev.freshet.rules.check.CheckReport}.
 *
 * <p>Everything is a pure function of the compiled files and the {@link
 * dev.freshet.rules.check.CheckSettings}, which carry the day and the command topic's retention:
 * nothing here reads a clock, a disk or a network. Public types are immutable and safe for any
 * thread; nothing throws for what a file holds.
 */
@NullMarked
package dev.freshet.rules.check;

import org.jspecify.annotations.NullMarked;
