// SPDX-License-Identifier: Apache-2.0
/**
 * The JSON Schema of rule files, for editors. {@link dev.freshet.rules.jsonschema.JsonSchema} makes
 * it from the model of keys in {@link dev.freshet.rules.syntax}, from which the parser works too.
 *
 * <p>The schema is draft-07, the newest that the language servers of editors understand in full. It
 * never refuses what the parser accepts; the parser sees more: templates, ranges, other files.
 *
 * <p>Everything is stateless, safe for any thread, and without I/O; nothing fails.
 */
@NullMarked
package dev.freshet.rules.jsonschema;

import org.jspecify.annotations.NullMarked;
