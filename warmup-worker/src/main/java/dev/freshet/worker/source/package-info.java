// SPDX-License-Identifier: Apache-2.0
/**
 * Where values and keys come from if not from code of the service: databases and HTTP endpoints
 * that are known by name. Entry type: {@link dev.freshet.worker.source.Sources}, which warm-up
 * tasks ask for rows of keys. {@code source.jdbc} and {@code source.http} are the two kinds.
 *
 * <p><b>Names.</b> Jobs and registrations hold names alone: what a name stands for, and the
 * credentials for it, is known to the node that has it.
 *
 * <p><b>Threads.</b> Everything is safe for any thread. Reading blocks its caller, until it ends,
 * its time is over or the caller is interrupted; nothing is read for a caller who has gone.
 *
 * <p><b>Failure.</b> A source that fails, is too slow, or answers with something else than was
 * asked for is a {@link dev.freshet.worker.source.SourceException}, which names the source and
 * shows no credentials and no values. A name that is not known is an {@link
 * dev.freshet.worker.source.UnknownSourceException}: another node may know it.
 */
@NullMarked
package dev.freshet.worker.source;

import org.jspecify.annotations.NullMarked;
