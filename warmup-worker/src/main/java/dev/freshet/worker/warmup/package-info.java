// SPDX-License-Identifier: Apache-2.0
/**
 * Works on the warm-up tasks of the node's service. Entry type: {@link
 * dev.freshet.worker.warmup.WarmupRunner}.
 *
 * <p>A task comes through a {@code ShareLane}, which holds its lock and renews it; waits on the
 * {@code Board} until the {@code Turns} and the limits of its job and region let it begin; is done
 * by {@code work.Works}; and ends as {@code Settlement} says: its report is stored with {@code
 * LastWords}, what failed becomes a dead letter, and only then it is acknowledged. So a task is
 * done once or more, never less.
 *
 * <p><b>Threads.</b> One thread takes and acknowledges: it alone touches Kafka's share consumers,
 * the board, and the state of a {@code TaskRun}. Tasks are done in threads of their own, as many as
 * {@link dev.freshet.worker.warmup.WarmupSettings#tasks}.
 *
 * <p><b>Failure.</b> Nothing here disturbs the node. A task that this node cannot do is released
 * for another, and is a dead letter after its last delivery. Who loses the lock of a task stops it.
 * When Kafka is away all tasks are stopped, and others get them.
 */
@NullMarked
package dev.freshet.worker.warmup;

import org.jspecify.annotations.NullMarked;
