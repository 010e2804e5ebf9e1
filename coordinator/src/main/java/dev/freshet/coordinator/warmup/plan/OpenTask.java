// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import java.time.Duration;

/**
 * A task that is handed out. Immutable.
 *
 * @param number in its run
 * @param note what is stored of it
 * @param since when it was handed out, or this planner took over, in its uptime
 */
record OpenTask(int number, Note.OfTask note, Duration since) {
  boolean isListing() {
    return note.listing() != null;
  }

  /** The same, with further pages: it is not lost. */
  OpenTask listed(Note.Listing listing, Duration now) {
    return new OpenTask(
        number,
        new Note.OfTask(
            note.attempt(),
            note.service(),
            note.keysPerSecond(),
            note.timeoutMs(),
            listing,
            note.keys()),
        now);
  }

  /** The same once more. */
  OpenTask again(String service, Duration now) {
    return new OpenTask(
        number,
        new Note.OfTask(
            note.attempt() + 1,
            service,
            note.keysPerSecond(),
            note.timeoutMs(),
            note.listing(),
            note.keys()),
        now);
  }
}
