// SPDX-License-Identifier: Apache-2.0
/**
 * Domain events: what a service says has happened. Entry types are {@link
 * dev.freshet.events.DomainEvent}, the decoded fact that rules match.
 *
 * <p>Types here are immutable and safe for any thread unless they say otherwise.
 */
@NullMarked
package dev.freshet.events;

import org.jspecify.annotations.NullMarked;
