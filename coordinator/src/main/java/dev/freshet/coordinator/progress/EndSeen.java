// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.progress;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest time at which a source partition was mapped to its end. While commands are held and
 * events go on coming, the end that is known now is never reached; so one that was known earlier is
 * remembered until it is, and then the next. The time lags behind by no more than twice as long as
 * commands are held. One thread.
 */
final class EndSeen {
  private @Nullable Instant at;
  private @Nullable End awaited;

  private record End(Instant askedAt, long offset) {}

  /**
   * Compares an end with how far the partition is mapped.
   *
   * @param askedAt what was stored until then lies before the end
   */
  void look(Instant askedAt, long end, long mappedUntil) {
    End last = awaited;
    if (mappedUntil >= end) {
      reached(askedAt);
      awaited = null;
    } else if (last == null) {
      awaited = new End(askedAt, end);
    } else if (mappedUntil >= last.offset()) {
      reached(last.askedAt());
      awaited = new End(askedAt, end);
    }
  }

  private void reached(Instant askedAt) {
    if (at == null || askedAt.isAfter(at)) {
      at = askedAt;
    }
  }

  /** The time, or null if no end was reached yet. */
  @Nullable Instant at() {
    return at;
  }
}
