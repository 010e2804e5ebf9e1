// SPDX-License-Identifier: Apache-2.0
/**
 * The fence: which values may still be served. Entry type {@link dev.freshet.cache.fence.Fence},
 * whose comment holds the argument for the order of every step; everything else here is its memory:
 * the epoch table, the cells, the scans, the watermarks and the stamps made of them.
 *
 * <p>One applier writes, any number of readers decide without locks. Nothing here blocks, fails or
 * does I/O. Internal to the {@code cache} module.
 */
@NullMarked
package dev.freshet.cache.fence;

import org.jspecify.annotations.NullMarked;
