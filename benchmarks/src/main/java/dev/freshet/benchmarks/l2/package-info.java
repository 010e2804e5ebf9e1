// SPDX-License-Identifier: Apache-2.0
/**
 * Hits in the second level beside a bare GET of Redis. Entry type: {@link
 * dev.freshet.benchmarks.l2.L2Suite}; threading and failure as in {@link
 * dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.l2;

import org.jspecify.annotations.NullMarked;
