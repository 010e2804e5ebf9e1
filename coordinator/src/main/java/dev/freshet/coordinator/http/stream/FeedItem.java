// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.Gap;
import dev.freshet.events.state.StateEvent;
import dev.freshet.events.state.StateEventJson;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.events.state.StreamItem;
import dev.freshet.events.state.Unreadable;
import java.util.Optional;

/**
 * An item of the stream, ready to be sent. Immutable.
 *
 * @param offset who has seen this has seen all of the topic up to here
 */
record FeedItem(long offset, StreamItem item, Frame frame) {
  /** What an item takes besides its frame, roughly. */
  private static final int OVERHEAD_BYTES = 512;

  static FeedItem of(StreamItem item) {
    Optional<StreamCursor> cursor = cursorOf(item);
    long offset = item instanceof Gap gap ? gap.to().offset() - 1 : cursor.orElseThrow().offset();
    return new FeedItem(offset, item, Frame.of(StateEventJson.tree(item), cursor.orElse(null)));
  }

  private static Optional<StreamCursor> cursorOf(StreamItem item) {
    if (item instanceof StateEvent event) {
      return Optional.of(event.cursor());
    }
    return item instanceof Unreadable record ? Optional.of(record.cursor()) : Optional.empty();
  }

  /** Whether the topic was made anew before this, so that offsets begin again. */
  boolean beginsAnew() {
    return item instanceof Gap gap && gap.to().offset() <= gap.from().offset();
  }

  int bytes() {
    return frame.bytes() + OVERHEAD_BYTES;
  }
}
