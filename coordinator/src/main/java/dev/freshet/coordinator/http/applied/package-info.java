// SPDX-License-Identifier: Apache-2.0
/**
 * On which nodes events and commands are applied, and waiting for it. Entry types are {@link
 * dev.freshet.coordinator.http.applied.AppliedWatch} and {@link
 * dev.freshet.coordinator.http.applied.ReceiptOperations}.
 *
 * <p><b>Threads.</b> All types are safe for any thread; nothing waits on a thread, answers come
 * with the heartbeats of the nodes. <b>Failure.</b> Who waits too long gets what is known by then.
 */
@NullMarked
package dev.freshet.coordinator.http.applied;

import org.jspecify.annotations.NullMarked;
