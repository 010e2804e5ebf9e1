// SPDX-License-Identifier: Apache-2.0
/**
 * What a node says of itself to the registry of services. Entry type: {@link
 * dev.freshet.worker.member.Membership}; what is registered is made by {@code NodeRegistration},
 * and each heartbeat by {@code NodeStatus}. Internal to the {@code warmup-worker} module.
 *
 * <p><b>Threads.</b> {@code Membership} is safe for any thread; heartbeats are made and sent in a
 * thread of the announcer's own. <b>Failure.</b> A heartbeat that cannot be sent is logged and
 * followed by the next; it never disturbs the node, and no promise of the cache depends on it.
 */
@NullMarked
package dev.freshet.worker.member;

import org.jspecify.annotations.NullMarked;
