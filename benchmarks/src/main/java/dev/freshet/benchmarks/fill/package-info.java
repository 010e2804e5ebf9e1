// SPDX-License-Identifier: Apache-2.0
/**
 * What reads and changes cost those who carry them: the commands that Redis executes, and the
 * messages that tell others. Entry type: {@link dev.freshet.benchmarks.fill.FillSuite}; threading
 * as in {@link dev.freshet.benchmarks.harness}. A change that does not reach a node ends the run.
 */
@NullMarked
package dev.freshet.benchmarks.fill;

import org.jspecify.annotations.NullMarked;
