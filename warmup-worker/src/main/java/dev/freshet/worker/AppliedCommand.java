// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import org.jspecify.annotations.Nullable;

/**
 * A command that this node has just applied: from now on it serves nothing older.
 *
 * @param target what became stale; {@code *} if the record could not be read
 * @param position where the command stands
 * @param cause where the event stands that caused it; null for a write or a command by hand
 */
public record AppliedCommand(Target target, Position position, @Nullable Receipt cause) {}
