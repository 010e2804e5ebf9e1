// SPDX-License-Identifier: Apache-2.0
/**
 * The two-level cache and the fence that keeps it fresh. Entry type: {@link
 * dev.freshet.cache.FreshetCache}; its users hold a {@link dev.freshet.cache.Region}.
 *
 * <p><b>Two sides.</b> Readers (any number of threads) call regions. One applier thread feeds
 * {@link dev.freshet.cache.CommandApplier} with the command log, in the order of each partition.
 * They meet in {@link dev.freshet.cache.fence.Fence}, whose comment tells why no interleaving of
 * the two serves a stale value.
 *
 * <p><b>Ports.</b> {@link dev.freshet.cache.CommandLog} appends commands (writes and invalidations
 * go through the log), {@link dev.freshet.cache.store.L2Store} holds bytes, {@link
 * dev.freshet.cache.codec.Codec} turns values into bytes. Nothing here knows Kafka or HTTP.
 *
 * <p><b>Failure.</b> A failing L2 is a miss and a counter. A failing loader is a {@link
 * dev.freshet.cache.LoadFailedException} in the caller. Unknown state is never served.
 */
@NullMarked
package dev.freshet.cache;

import org.jspecify.annotations.NullMarked;
