// SPDX-License-Identifier: Apache-2.0
/**
 * From the outputs of a rule to targets. A {@link dev.freshet.rules.target.KeyShape} cuts keys and
 * patterns into segments at the colons; {@link dev.freshet.rules.target.Alignment} lays a pattern
 * over a region's key; {@link dev.freshet.rules.target.OutputCompiler} makes of that {@link
 * dev.freshet.rules.target.TargetTemplate}s, which need an event and nothing else.
 *
 * <p>Everything is immutable and safe for any thread. A field that an event lacks raises {@link
 * dev.freshet.rules.target.MissingFieldException} on expansion.
 */
@NullMarked
package dev.freshet.rules.target;

import org.jspecify.annotations.NullMarked;
