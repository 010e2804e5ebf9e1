// SPDX-License-Identifier: Apache-2.0
/**
 * The program behind {@code benchmarks/run}: which suites there are, and what the command line
 * says. Entry type: {@link dev.freshet.benchmarks.Main}. One thread; wrong usage exits with 2, a
 * failed measurement with 1, a budget that was missed with 0 unless asked otherwise.
 */
@NullMarked
package dev.freshet.benchmarks;

import org.jspecify.annotations.NullMarked;
