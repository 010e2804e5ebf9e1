// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code freshet} program: it assembles the other modules into commands. Entry type: {@link
 * dev.freshet.cli.Main}.
 *
 * <p><b>Threads.</b> A command runs in the main thread; {@link dev.freshet.cli.Interrupt} carries
 * Ctrl-C and SIGTERM to it. <b>Failure.</b> Exit code 2 for what the caller got wrong, 1 for what
 * failed; each is one line on standard error that names the flag, port or field. {@code -v} adds
 * the stack trace.
 */
@NullMarked
package dev.freshet.cli;

import org.jspecify.annotations.NullMarked;
