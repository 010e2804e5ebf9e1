// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import java.time.Instant;
import java.util.Optional;

/**
 * What a marker has changed.
 *
 * @param closedTime the closed time, if the marker has advanced it
 * @param isAwaited whether events are applied now of which somebody may wait to hear so
 */
public record Observation(Optional<Instant> closedTime, boolean isAwaited) {}
