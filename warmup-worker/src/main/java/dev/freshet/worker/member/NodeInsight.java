// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.store.L2Store;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.LogHealth;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a node that tell how it is.
 *
 * @param cache its cache
 * @param store its L2, if it has one
 * @param progress which events are applied
 * @param log whether it follows the command log
 * @param declared the regions that may be opened
 * @param loaded those that it can load by itself
 */
public record NodeInsight(
    FreshetCache cache,
    @Nullable L2Store store,
    AppliedProgress progress,
    Supplier<LogHealth> log,
    List<RegionDefinition> declared,
    Supplier<Collection<RegionDefinition>> loaded) {}
