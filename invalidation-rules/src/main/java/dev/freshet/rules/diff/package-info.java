// SPDX-License-Identifier: Apache-2.0
/**
 * What two revisions of rule files say differently. Entry type is {@link
 * dev.freshet.rules.diff.RuleDiff}: it compares what is declared, by the names of rule sets,
 * regions, rules and jobs, never the text, so that moved and reformatted text is no difference.
 *
 * <p>Everything is immutable or stateless, safe for any thread, and without I/O; nothing fails.
 */
@NullMarked
package dev.freshet.rules.diff;

import org.jspecify.annotations.NullMarked;
