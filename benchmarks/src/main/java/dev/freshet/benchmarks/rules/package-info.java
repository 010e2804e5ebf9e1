// SPDX-License-Identifier: Apache-2.0
/**
 * What rules cost: mapping an event, checking files, running their tests. Entry type: {@link
 * dev.freshet.benchmarks.rules.RulesSuite}. JMH calls the benchmarks in JVMs of their own.
 */
@NullMarked
package dev.freshet.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
