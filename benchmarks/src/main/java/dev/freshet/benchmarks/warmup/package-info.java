// SPDX-License-Identifier: Apache-2.0
/**
 * Warm-up on a local stack: the coordinator is a JVM of its own, the node that warms runs here, and
 * so does what it is measured beside. Entry type: {@link
 * dev.freshet.benchmarks.warmup.WarmupSuite}. Readers have threads that end with their trial;
 * failure as in {@link dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.warmup;

import org.jspecify.annotations.NullMarked;
