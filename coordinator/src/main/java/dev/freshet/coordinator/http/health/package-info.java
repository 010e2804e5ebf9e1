// SPDX-License-Identifier: Apache-2.0
/**
 * How the caches, and the way of events to them, are doing: status, health, metrics and alerts.
 * Entry type is {@link dev.freshet.coordinator.http.health.HealthOperations}.
 *
 * <p><b>Threads.</b> All types are safe for any thread; nothing waits on a thread, but for the text
 * of all metrics, which is put together on one that may. <b>Failure.</b> {@code /api/cache/health}
 * always answers; what needs the registry or Kafka is answered 503 while they are away.
 */
@NullMarked
package dev.freshet.coordinator.http.health;

import org.jspecify.annotations.NullMarked;
