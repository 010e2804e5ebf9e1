// SPDX-License-Identifier: Apache-2.0
/**
 * What can be seen of the rules from outside: which revisions are in force, and which sets have
 * problems, by their owners. Entry type: {@link
 * dev.freshet.coordinator.rulesets.meters.RuleMeters}. Not for several threads at once; blocks on
 * nothing and fails on nothing.
 */
@NullMarked
package dev.freshet.coordinator.rulesets.meters;

import org.jspecify.annotations.NullMarked;
