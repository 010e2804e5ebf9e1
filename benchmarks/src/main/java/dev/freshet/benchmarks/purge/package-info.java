// SPDX-License-Identifier: Apache-2.0
/**
 * The invalidation of a tag against the number of entries behind it. Entry type: {@link
 * dev.freshet.benchmarks.purge.PurgeSuite}; threading and failure as in {@link
 * dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.purge;

import org.jspecify.annotations.NullMarked;
