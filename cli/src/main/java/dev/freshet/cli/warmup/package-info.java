// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that show warm-up jobs and their runs, start, follow and end them: {@link
 * dev.freshet.cli.warmup.WarmupCommand}. What they show is in the answer; how far a run is that is
 * waited for goes to standard error.
 *
 * <p><b>Threads.</b> All in the caller's. <b>Failure.</b> As of all commands of operators; besides
 * 1 if the run that is waited for fails, or keys of it do, and 4 if it does not end in time.
 */
@NullMarked
package dev.freshet.cli.warmup;

import org.jspecify.annotations.NullMarked;
