// SPDX-License-Identifier: Apache-2.0
/**
 * Processes of their own: {@code freshet coordinator} and {@code freshet worker}. {@link
 * dev.freshet.cli.serve.Serving} is what they have in common: they run until they are told to stop,
 * and then stop in order and in time.
 *
 * <p><b>Threads.</b> A process starts in the main thread and waits there; its parts have their own.
 * <b>Failure.</b> Exit code 2 for settings that are wrong, before anything starts; 1 for what
 * failed; 0 for a process that was told to stop and did.
 */
@NullMarked
package dev.freshet.cli.serve;

import org.jspecify.annotations.NullMarked;
