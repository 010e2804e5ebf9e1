// SPDX-License-Identifier: Apache-2.0
/**
 * Cache-state events for whoever follows them: what became stale, which members came and went, what
 * was applied where. Entry type is {@link dev.freshet.events.state.CacheStateSubscriber}, which
 * hands events to handlers on a thread of its own; {@link
 * dev.freshet.events.state.CacheStateReader} is for callers with a loop of their own.
 *
 * <p><b>Order.</b> Events come in the order of the topic, which is that of each origin. <b>How
 * often.</b> At least once: who resumes behind a {@link dev.freshet.events.state.StreamCursor} sees
 * each later event, and one again that it had not noted yet. Events that retention has removed
 * meanwhile are announced as a {@link dev.freshet.events.state.Gap}, never passed over in silence.
 *
 * <p><b>Threads.</b> A subscriber owns one thread and is safe for any; a reader is for one thread,
 * except its {@code wakeup}. The values are immutable.
 *
 * <p><b>Failure.</b> A record that cannot be read, for example of a kind that a newer version made,
 * is announced as {@link dev.freshet.events.state.Unreadable} and the stream goes on. Brokers or a
 * schema registry that are away are waited for. A handler that throws ends its subscriber, which
 * says so: an event that was not handled is never counted as handled.
 */
@NullMarked
package dev.freshet.events.state;

import org.jspecify.annotations.NullMarked;
