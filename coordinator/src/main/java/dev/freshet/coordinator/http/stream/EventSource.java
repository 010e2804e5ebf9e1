// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.CacheStateReader;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.events.state.StreamItem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the events come from: what is used here of a {@link CacheStateReader}. */
interface EventSource extends AutoCloseable {

  /** See {@link CacheStateReader#poll}. */
  List<StreamItem> poll(Duration wait);

  /** See {@link CacheStateReader#cursor}. */
  Optional<StreamCursor> cursor();

  /** See {@link CacheStateReader#wakeup}. */
  void wakeup();

  @Override
  void close();

  static EventSource of(CacheStateReader reader) {
    return new EventSource() {
      @Override
      public List<StreamItem> poll(Duration wait) {
        return reader.poll(wait);
      }

      @Override
      public Optional<StreamCursor> cursor() {
        return reader.cursor();
      }

      @Override
      public void wakeup() {
        reader.wakeup();
      }

      @Override
      public void close() {
        reader.close();
      }
    };
  }
}
