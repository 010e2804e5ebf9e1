// SPDX-License-Identifier: Apache-2.0
/**
 * The proof of the promise: whole clusters of {@link dev.freshet.cache.FreshetCache}s, run step by
 * step under a seeded {@link dev.freshet.cache.simulation.Schedule}, while a checker holds every
 * read against the history of the source. No real time, no real network: a seed is a schedule, and
 * replays.
 */
@NullMarked
package dev.freshet.cache.simulation;

import org.jspecify.annotations.NullMarked;
