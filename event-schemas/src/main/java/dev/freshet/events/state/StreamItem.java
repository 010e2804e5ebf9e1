// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

/** What the stream of cache-state events hands out, in the order of the topic. */
public sealed interface StreamItem permits StateEvent, Gap, Unreadable {}
