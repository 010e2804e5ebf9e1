// SPDX-License-Identifier: Apache-2.0
/**
 * How warm-up runs are planned: what follows from orders, rules that fired, reports of tasks, hot
 * keys and the passing of time. Entry type is {@link dev.freshet.coordinator.warmup.plan.Planner},
 * a fold over all of them that answers with {@link
 * dev.freshet.coordinator.warmup.plan.PlanChange}s. What it has to know after a restart stands in
 * {@link dev.freshet.coordinator.warmup.note.Note}s.
 *
 * <p><b>Threads.</b> One thread for one planner; no clock and no I/O in here. <b>Failure.</b> What
 * cannot be done ends a run with a reason, or is rejected with one, and changes nothing else.
 */
@NullMarked
package dev.freshet.coordinator.warmup.plan;

import org.jspecify.annotations.NullMarked;
