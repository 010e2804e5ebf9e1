// SPDX-License-Identifier: Apache-2.0
/**
 * Mixed load on two nodes for long, while something fails every minute, and a checker that holds
 * every read against the history of its key. Entry type: {@link
 * dev.freshet.benchmarks.soak.SoakSuite}. Readers, writers and the nodes have threads in this JVM;
 * one thread brings about the faults. A fault that had no effect, or from which the nodes do not
 * recover, fails the trial, as in {@link dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
