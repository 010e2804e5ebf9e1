// SPDX-License-Identifier: Apache-2.0
/**
 * What a planner of warm-up runs stores for whoever goes on after it. Entry type is {@link
 * dev.freshet.coordinator.warmup.note.Note}; {@link dev.freshet.coordinator.warmup.note.NoteForm}
 * writes and reads them.
 *
 * <p><b>Threads.</b> All types are immutable and safe for any thread. <b>Failure.</b> A note that
 * cannot be read is refused with what is wrong.
 */
@NullMarked
package dev.freshet.coordinator.warmup.note;

import org.jspecify.annotations.NullMarked;
