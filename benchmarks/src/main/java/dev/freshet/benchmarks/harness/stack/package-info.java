// SPDX-License-Identifier: Apache-2.0
/**
 * Servers to measure: Kafka and a schema registry in this JVM, coordinators and nodes in JVMs of
 * their own. Entry type: {@link dev.freshet.benchmarks.harness.stack.Stack}, for one thread. What
 * does not come up raises {@link IllegalStateException}.
 */
@NullMarked
package dev.freshet.benchmarks.harness.stack;

import org.jspecify.annotations.NullMarked;
