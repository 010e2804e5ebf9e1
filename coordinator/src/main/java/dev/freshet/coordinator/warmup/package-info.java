// SPDX-License-Identifier: Apache-2.0
/**
 * Plans warm-up runs, from orders, rules that fire, reports of workers and the time to tasks and to
 * reports of what happens to them. Entry type is {@link
 * dev.freshet.coordinator.warmup.WarmupTopology}. {@code FiredStep} reads the command log and tells
 * the inbox of rules after which jobs run; {@code WarmupStep} reads the inbox and the hot keys of
 * nodes, and asks the {@link dev.freshet.coordinator.warmup.plan.Planner}, which decides; {@code
 * Outbox} writes what follows.
 *
 * <p><b>Threads.</b> One task plans, for the inbox has one partition; one more for each partition
 * of the command log, on the same thread. <b>Failure.</b> What is wrong with a record makes a dead
 * letter, and the stream goes on; what is wrong around it (schema registry, cluster) stops the
 * thread before the offset is committed, and the record is read again ({@link
 * dev.freshet.coordinator.streams.LeaveOutHandler}).
 */
@NullMarked
package dev.freshet.coordinator.warmup;

import org.jspecify.annotations.NullMarked;
