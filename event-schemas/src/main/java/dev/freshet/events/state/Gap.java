// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

/**
 * Events that should have come next are not there any more: retention removed them before they were
 * read. Whoever keeps something up to date by these events has to begin anew. Immutable.
 *
 * @param from where the first missing event stood
 * @param to where the stream goes on; not behind {@code from} if the topic was made anew, and then
 *     nobody knows how much is missing
 */
public record Gap(StreamCursor from, StreamCursor to) implements StreamItem {}
