// SPDX-License-Identifier: Apache-2.0
/**
 * What caches serve after a load and a change crossed, and after a node was cut off. Entry types:
 * {@link dev.freshet.benchmarks.faults.RaceSuite} and {@link
 * dev.freshet.benchmarks.faults.CutSuite}. Stale values are counted by versions that the values
 * themselves carry. Trials have threads of their own, which end with them; one that did not race,
 * or was not cut off, raises {@link IllegalStateException} and has no figures.
 */
@NullMarked
package dev.freshet.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
