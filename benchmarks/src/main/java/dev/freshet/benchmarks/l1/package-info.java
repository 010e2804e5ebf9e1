// SPDX-License-Identifier: Apache-2.0
/**
 * Hits in the first level beside Caffeine and the peers. Entry type: {@link
 * dev.freshet.benchmarks.l1.L1Suite}; threading and failure as in {@link
 * dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.l1;

import org.jspecify.annotations.NullMarked;
