// SPDX-License-Identifier: Apache-2.0
/**
 * Commands that are not sent at once: those that are held back to be merged with others, and those
 * that are sent once more. Entry type is {@link dev.freshet.coordinator.held.HeldCommands}, one for
 * each mapping task; {@link dev.freshet.coordinator.held.Limiter} says when a rule asks for too
 * many.
 *
 * <p><b>Threads.</b> All belongs to the task's thread. <b>Failure.</b> What is held is written to a
 * changelog, and stays there until the cluster has acknowledged the command: whoever takes the task
 * over sends what is in it. Commands may be sent twice, none is lost.
 */
@NullMarked
package dev.freshet.coordinator.held;

import org.jspecify.annotations.NullMarked;
