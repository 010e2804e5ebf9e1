// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.Region;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.warmup.work.WarmRegion;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a preload works with.
 *
 * @param declared whether a region may be opened
 * @param open finds a region that is
 * @param loading finds a region that was opened with a loader
 * @param hotKeys what nodes have said of their hottest keys
 * @param sources where keys are listed from
 * @param meters where meters go
 */
public record PreloadParts(
    Predicate<String> declared,
    Function<String, Optional<Region<?>>> open,
    Function<String, Optional<WarmRegion<?>>> loading,
    HotKeySource hotKeys,
    Sources sources,
    MeterRegistry meters) {}
