// SPDX-License-Identifier: Apache-2.0
/**
 * What servers cost that have nothing to do: processor, memory, time to start, and what they say to
 * each other meanwhile. Entry type: {@link dev.freshet.benchmarks.footprint.FootprintSuite}.
 * Servers are JVMs of their own, which end with the suite; failure as in {@link
 * dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
