// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.values.Target;

/** What a record of the command log turned out to be. */
sealed interface LogRecord {

  /** Something to invalidate. */
  record Command(Target target, InvalidationCommand content) implements LogRecord {}

  /** How far a mapping task has come. */
  record Marker(ProgressMarker content) implements LogRecord {}

  /** Nothing that this node understands. */
  record Unreadable(String problem) implements LogRecord {}
}
