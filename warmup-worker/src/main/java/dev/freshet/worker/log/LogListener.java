// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import org.jspecify.annotations.Nullable;

/** Hears what the follower has done, in its thread: return quickly, and throw nothing. */
public interface LogListener {
  /**
   * A command took effect.
   *
   * @param cause where the event stands that caused it; null for a write or a command by hand
   */
  void applied(Target target, Position position, @Nullable Receipt cause);

  /** A record could not be read: since it may have named any target, everything is stale. */
  void unreadable(String topic, Position position, String problem);

  /** Something is applied now of which somebody may wait to hear so. */
  void awaitedApplied();

  /** The log is read to the end that it had when the follower started, or started over. */
  void caughtUp();
}
