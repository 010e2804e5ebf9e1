// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment, as the observer knows it. Immutable.
 *
 * @param uptime by a clock of its own that never jumps; what silences are measured with
 * @param wall by its wall clock; what people read, and nothing is judged by
 */
public record Moment(Duration uptime, Instant wall) {}
