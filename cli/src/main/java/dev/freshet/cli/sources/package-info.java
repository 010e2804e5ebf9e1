// SPDX-License-Identifier: Apache-2.0
/**
 * The databases and HTTP endpoints of a worker that no service embeds: which there are, and which
 * regions are loaded from them. {@link dev.freshet.cli.sources.SourcesFile} is what a file says,
 * {@link dev.freshet.cli.sources.WorkerSources} are the sources once they are open.
 *
 * <p><b>Secrets.</b> They come from environment variables that the file names. What a file says is
 * shown by name alone: not in logs, not in messages, not in the registration.
 *
 * <p><b>Threads.</b> {@code SourcesFile} is immutable, {@code WorkerSources} belongs to the process
 * that opened it. <b>Failure.</b> Everything that is wrong with a file is said at once, by line and
 * column, before anything is opened; nothing connects until somebody asks.
 */
@NullMarked
package dev.freshet.cli.sources;

import org.jspecify.annotations.NullMarked;
