// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.store.L2Store;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.LogHealth;
import dev.freshet.worker.preload.JobProgress;
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
 * @param regions its regions
 * @param preload how far it is with what it warms when it joins; empty if that is nothing
 */
public record NodeInsight(
    FreshetCache cache,
    @Nullable L2Store store,
    AppliedProgress progress,
    Supplier<LogHealth> log,
    HeldRegions regions,
    Supplier<List<JobProgress>> preload) {}
