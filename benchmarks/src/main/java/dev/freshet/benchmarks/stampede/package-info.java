// SPDX-License-Identifier: Apache-2.0
/**
 * Many callers, one key that nobody has: what they make the source do, and how long they wait.
 * Entry type: {@link dev.freshet.benchmarks.stampede.StampedeSuite}. The callers are threads that
 * end with the suite; a caller that gets no value, or another one, ends the run.
 */
@NullMarked
package dev.freshet.benchmarks.stampede;

import org.jspecify.annotations.NullMarked;
