// SPDX-License-Identifier: Apache-2.0
/**
 * How far the source partitions are mapped, and what the nodes are told of it. Entry types are
 * {@link dev.freshet.coordinator.progress.Progress}, one for each mapping task, and {@link
 * dev.freshet.coordinator.progress.SourceOffsets}, what the cluster says.
 *
 * <p><b>Threads.</b> {@code Progress} belongs to its task's thread, {@code SourceOffsets} is safe
 * for any. <b>Failure.</b> Nothing here does I/O; what is not known is not claimed.
 */
@NullMarked
package dev.freshet.coordinator.progress;

import org.jspecify.annotations.NullMarked;
