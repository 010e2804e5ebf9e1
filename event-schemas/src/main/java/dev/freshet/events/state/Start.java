// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import java.time.Instant;

/** With which event a reader begins. Immutable. */
public sealed interface Start {

  /** With the first event that is there. */
  static Start earliest() {
    return new Earliest();
  }

  /** With the first event that comes after the reader was opened. */
  static Start latest() {
    return new Latest();
  }

  /** With the event behind one that was handled. */
  static Start after(StreamCursor cursor) {
    return new After(cursor);
  }

  /** With the first event of a time or later, by the clocks of those who report. */
  static Start at(Instant time) {
    return new At(time);
  }

  /** See {@link #earliest()}. */
  record Earliest() implements Start {}

  /** See {@link #latest()}. */
  record Latest() implements Start {}

  /** See {@link #after(StreamCursor)}. */
  record After(StreamCursor cursor) implements Start {
    /**
     * @throws IllegalArgumentException if the cursor is in a partition that the topic does not have
     */
    public After {
      if (cursor.partition() != 0) {
        throw new IllegalArgumentException(
            "cursor "
                + cursor
                + ": found partition "
                + cursor.partition()
                + ", expected 0: there is one");
      }
    }
  }

  /** See {@link #at(Instant)}. */
  record At(Instant time) implements Start {}
}
