// SPDX-License-Identifier: Apache-2.0
/**
 * Rule files in their canonical form, comments kept. {@link dev.freshet.rules.format.RuleFormat}
 * turns a text into it; {@link dev.freshet.rules.format.UnifiedDiff} shows what would change.
 *
 * <p>Works on the same trees as the parser. Comments are what stands between their texts: each is
 * tied to the key or item that it stands above, beside or below, and moves with it.
 *
 * <p>Everything public is stateless, safe for any thread, and without I/O. What cannot be read is
 * refused with the one exception of rule files.
 */
@NullMarked
package dev.freshet.rules.format;

import org.jspecify.annotations.NullMarked;
