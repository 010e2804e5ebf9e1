// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.note;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes as JSON. What another version has written besides is left out, so that coordinators of two
 * versions may take over from each other. Stateless and safe for any thread.
 */
public final class NoteForm {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final Map<String, Class<? extends Note>> KINDS =
      Map.of(
          NoteKeys.JOB, Note.OfJob.class,
          NoteKeys.TARGET, Note.OfTarget.class,
          NoteKeys.RUN, Note.OfRun.class,
          NoteKeys.TASK, Note.OfTask.class,
          NoteKeys.PAGE, Note.OfKeys.class,
          NoteKeys.FAILED, Note.OfKeys.class,
          NoteKeys.HOT, Note.OfHotKeys.class,
          NoteKeys.HOUR, Note.OfHour.class);

  private NoteForm() {}

  /** A note as bytes. */
  public static byte[] encode(Note note) {
    try {
      return JSON.writeValueAsBytes(note);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What {@link #encode} was given.
   *
   * @param key under which the note stands
   * @throws IOException if the bytes are no note of that kind
   */
  public static Note decode(String key, byte @Nullable [] bytes) throws IOException {
    Class<? extends Note> kind = KINDS.get(NoteKeys.kind(key));
    if (kind == null || bytes == null) {
      throw new IOException(
          "note " + key + ": found " + (bytes == null ? "nothing" : "an unknown kind"));
    }
    Note note = JSON.readValue(bytes, kind);
    if (note == null) {
      throw new IOException("note " + key + ": found null, expected an object");
    }
    return note;
  }
}
