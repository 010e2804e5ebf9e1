// SPDX-License-Identifier: Apache-2.0
/**
 * Domain events: what a service says has happened. Entry types are {@link
 * dev.freshet.events.DomainEvent}, the decoded fact that rules match, and {@link
 * dev.freshet.events.EventPublisher}, with which a service tells it.
 *
 * <p>Types here are safe for any thread unless they say otherwise; all but the publisher are
 * immutable and do no I/O. What makes no event raises {@link IllegalArgumentException}, what cannot
 * be delivered fails the publisher's future.
 */
@NullMarked
package dev.freshet.events;

import org.jspecify.annotations.NullMarked;
