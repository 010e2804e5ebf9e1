// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.concurrent.CompletableFuture;

/** The way into the command log: writes and invalidations of a region go through it. */
@FunctionalInterface
public interface CommandLog {

  /**
   * Appends a command for {@code target}.
   *
   * @return completes when the log has stored the command <b>and</b> this node has applied it, with
   *     where it stands; fails if the log did not store it; cancelled by a caller that waits no
   *     longer
   */
  CompletableFuture<Position> append(Target target);
}
