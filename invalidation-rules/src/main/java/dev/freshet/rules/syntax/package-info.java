// SPDX-License-Identifier: Apache-2.0
/**
 * What rule files may hold: every block, its keys, the form of each value, defaults and
 * descriptions. {@link dev.freshet.rules.syntax.RuleFileSyntax} is the whole of it. The parser
 * checks files against this model, and the JSON Schema for editors, the canonical order of keys and
 * the reference in the documentation are made from it, so that they cannot disagree.
 *
 * <p>Everything is immutable, safe for any thread, and without I/O; nothing fails.
 */
@NullMarked
package dev.freshet.rules.syntax;

import org.jspecify.annotations.NullMarked;
