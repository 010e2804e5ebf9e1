// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/**
 * Interns one {@link TagCell} per target hash. A cell lives as long as an entry holds it; targets
 * that collide share a cell, which costs a miss and never a stale read.
 *
 * <p>Safe for any thread.
 */
final class TagCells {
  /** Weak values: the entries of L1 are the only owners of cells. */
  private final Cache<Long, TagCell> cells = Caffeine.newBuilder().weakValues().build();

  TagCell intern(long hash) {
    return cells.get(hash, unused -> new TagCell());
  }

  /** The cell, if any entry holds one. */
  @Nullable TagCell find(long hash) {
    return cells.getIfPresent(hash);
  }

  /** About how many cells there are. */
  long size() {
    return cells.estimatedSize();
  }
}
