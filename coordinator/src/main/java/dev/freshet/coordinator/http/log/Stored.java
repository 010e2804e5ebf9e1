// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.log;

import dev.freshet.events.values.Receipt;
import java.time.Instant;

/**
 * A record that all replicas in sync have. Immutable.
 *
 * @param receipt where it stands
 * @param at its timestamp
 */
public record Stored(Receipt receipt, Instant at) {}
