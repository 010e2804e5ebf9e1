// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Instant;
import java.util.function.ToIntFunction;

/**
 * The side of a cache that follows the command log. For one thread, which hands over the records of
 * each partition in their order; repeating some is harmless, leaving one out is not.
 */
public interface CommandApplier {

  /**
   * Names the log that is followed from now on, from its first record. Whatever was cached or is
   * being loaded counts as stale. To be called before anything else, and again when the log turns
   * out to be another one or to have lost records.
   *
   * @param identity which log it is
   * @param partitionOf the partition of a target, by its canonical text
   */
  void startOver(LogIdentity identity, ToIntFunction<String> partitionOf);

  /**
   * Applies a command. When this returns, no value loaded before the command is served.
   *
   * @return false if it was applied before
   */
  boolean apply(Target target, Position position);

  /**
   * Applies a record that cannot be read. It may have named any target: everything counts as stale.
   *
   * @return false if it was applied before
   */
  boolean applyUnreadable(Position position);

  /** Passes a record that invalidates nothing, such as a progress marker. */
  void skip(Position position);

  /**
   * Everything that stood in the log at {@link #startOver} was handed over: L2 may be read.
   *
   * @return false if one of the commands stood in a partition that is not its target's: L2 may not
   *     be read until everything that stands in the log <b>now</b> was handed over, and this was
   *     called again
   */
  boolean caughtUp();

  /**
   * Whether L2 may be read. Ends when a command is handed over that stands in a partition that is
   * not its target's; {@link #caughtUp} has to be called again then.
   */
  boolean isCaughtUp();

  /**
   * Everything that was stored before this time has been handed over. Regions with a bound on
   * staleness judge by it whether they are blind; earlier times than before are ignored.
   */
  void closedTime(Instant closed);
}
