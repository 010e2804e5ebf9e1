// SPDX-License-Identifier: Apache-2.0
/**
 * What entries, tags and commands cost in heap. Entry type: {@link
 * dev.freshet.benchmarks.memory.MemorySuite}; threading and failure as in {@link
 * dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
