// SPDX-License-Identifier: Apache-2.0
/**
 * Services, nodes and what they can do; draining; and registration over HTTP for those that do not
 * speak Kafka. Entry types are {@link dev.freshet.coordinator.http.members.MemberOperations} and
 * {@link dev.freshet.coordinator.http.members.RegistrationOperations}.
 *
 * <p><b>Threads.</b> All types are safe for any thread; records are encoded and sent on threads
 * that may block. <b>Failure.</b> What is asked before the registry was read is answered 503. What
 * was stored counts, also while nobody keeps the registry: it shows once somebody does again.
 */
@NullMarked
package dev.freshet.coordinator.http.members;

import org.jspecify.annotations.NullMarked;
