// SPDX-License-Identifier: Apache-2.0
/**
 * The work on a warm-up task. Entry type: {@link dev.freshet.worker.warmup.work.Works}; {@code
 * KeyLoads} loads keys, {@code KeyList} lists them, {@code Pace} and {@code Backoff} say when to
 * ask the source again. Internal to the {@code warmup-worker} module.
 *
 * <p><b>Threads.</b> A task is worked on in its caller's thread; to interrupt it stops the task.
 * <b>Failure.</b> Keys that fail are part of the outcome, and so is a task that this node cannot
 * do. What is thrown besides is a fault of the program.
 */
@NullMarked
package dev.freshet.worker.warmup.work;

import org.jspecify.annotations.NullMarked;
