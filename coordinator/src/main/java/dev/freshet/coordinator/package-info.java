// SPDX-License-Identifier: Apache-2.0
/**
 * The coordinator process: turns domain events into invalidation commands, for every node to apply.
 * Entry type is {@link dev.freshet.coordinator.Coordinator}, which runs the topology of {@code
 * mapping} on Kafka Streams with the rules of {@code rulesets}, and beside it that of {@code
 * registry}. Several coordinators of one environment share its source partitions.
 *
 * <p><b>Threads.</b> Public types are safe for any thread. Streams has its own threads, one more
 * asks for offsets, and the HTTP face runs on an event loop. <b>Failure.</b> Start-up fails with a
 * message that names the topic or port; later, a thread that fails is replaced after a pause, and a
 * coordinator that is killed leaves its partitions to the others: commands may repeat, none is
 * lost.
 */
@NullMarked
package dev.freshet.coordinator;

import org.jspecify.annotations.NullMarked;
