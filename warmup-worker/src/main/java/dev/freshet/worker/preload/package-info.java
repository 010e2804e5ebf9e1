// SPDX-License-Identifier: Apache-2.0
/**
 * What a node does for itself when it joins, and what it tells others for when they do. Entry
 * types: {@link dev.freshet.worker.preload.Preload} does the {@code onJoin} jobs: L1 from L2, the
 * hottest keys first, then what L2 lacks from the source; {@link
 * dev.freshet.worker.preload.HotKeyReporter} says which keys this node serves most, and {@link
 * dev.freshet.worker.preload.HotKeyReader} reads what all nodes have said.
 *
 * <p><b>Threads.</b> Preload and reporter have a thread each, and preload one for each batch that
 * it works on; what is public is for any thread. <b>Failure.</b> Nothing here is thrown into the
 * node: what cannot be done is a named outcome of its job, and a report that cannot be sent is said
 * again.
 */
@NullMarked
package dev.freshet.worker.preload;

import org.jspecify.annotations.NullMarked;
