// SPDX-License-Identifier: Apache-2.0
/**
 * Conditions of rules, in CEL (the Common Expression Language, {@code cel.dev}). {@link
 * dev.freshet.rules.condition.ConditionCompiler} compiles one once, with limits on its length,
 * depth, size, iterations and regular expressions; {@link dev.freshet.rules.condition.Condition}
 * then tests events, from any thread. {@link dev.freshet.rules.condition.TypeChecks} holds one
 * against the schemas of its events: it is checked in their types, and always runs on maps. No
 * other package knows the CEL library.
 *
 * <p>A condition sees {@code data}, the event's payload, and {@code event}, its attributes. What
 * goes wrong at run time is a {@link dev.freshet.rules.condition.ConditionFailedException}.
 */
@NullMarked
package dev.freshet.rules.condition;

import org.jspecify.annotations.NullMarked;
