// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.wire.UndecodableRecordException;

/**
 * A record that is no event that this version can read: of a kind that a newer version made, or
 * from a program that should not write here. Passes all filters, for nobody knows what it is about.
 * Immutable.
 *
 * @param cursor where it stands
 * @param reason why, as a stable code
 * @param problem what is wrong, for people
 */
public record Unreadable(
    StreamCursor cursor, UndecodableRecordException.Reason reason, String problem)
    implements StreamItem {}
