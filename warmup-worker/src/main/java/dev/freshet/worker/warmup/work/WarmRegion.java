// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.Region;

/**
 * A region that tasks can be about. Immutable.
 *
 * @param region the region
 * @param loader of its values; its limits are those below
 * @param maxBatch most keys in one load
 * @param maxConcurrency most tasks of the region at a time
 * @param isLimited whether its source bears only so many keys a second, over all workers
 */
public record WarmRegion<V>(
    Region<V> region, BulkLoader<V> loader, int maxBatch, int maxConcurrency, boolean isLimited) {}
