// SPDX-License-Identifier: Apache-2.0
/**
 * What the API writes to Kafka: events, commands by hand, reports of them. Entry type is {@link
 * dev.freshet.coordinator.http.log.LogWriter}.
 *
 * <p><b>Threads.</b> Safe for any thread. Sending waits only while the cluster's metadata is
 * unknown or too much is underway, for two seconds at the most. <b>Failure.</b> What is not stored
 * within ten seconds fails its future.
 */
@NullMarked
package dev.freshet.coordinator.http.log;

import org.jspecify.annotations.NullMarked;
