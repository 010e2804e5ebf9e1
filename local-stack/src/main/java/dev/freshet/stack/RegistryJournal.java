// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The registry's memory across restarts: a file of JSON lines, in the order in which things were
 * registered. Not safe for threads; its store locks.
 */
final class RegistryJournal {

  private final Path file;

  RegistryJournal(Path file) {
    this.file = file;
  }

  /** One thing that happened. */
  sealed interface Line {}

  /** A schema came under a subject and has this id. */
  record Registered(String subject, SchemaText text, int id) implements Line {}

  /** A compatibility level was set, for a subject or for all. */
  record Configured(Optional<String> subject, String level) implements Line {}

  void append(Line line) {
    try {
      Files.writeString(
          file, encode(line).encode() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException cannotWrite) {
      throw new UncheckedIOException("schema registry: cannot append to " + file, cannotWrite);
    }
  }

  void replay(Consumer<Line> redo) {
    int number = 0;
    for (String line : completeLines().lines().toList()) {
      number++;
      try {
        redo.accept(decode(new JsonObject(line)));
      } catch (RuntimeException unreadable) {
        throw new IllegalStateException(
            "%s:%d: cannot replay this line of the schema registry".formatted(file, number),
            unreadable);
      }
    }
  }

  /**
   * All up to the last line end. What stands behind it is a write that was cut off by a crash: its
   * caller never got an answer, so it is taken away.
   */
  private String completeLines() {
    try {
      if (!Files.exists(file)) {
        return "";
      }
      String text = Files.readString(file);
      String complete = text.substring(0, text.lastIndexOf('\n') + 1);
      if (complete.length() < text.length()) {
        Files.writeString(file, complete, StandardCharsets.UTF_8);
      }
      return complete;
    } catch (IOException cannotRead) {
      throw new UncheckedIOException("schema registry: cannot read " + file, cannotRead);
    }
  }

  private static JsonObject encode(Line line) {
    if (line instanceof Registered registered) {
      return registered
          .text()
          .toJson()
          .put("subject", registered.subject())
          .put("id", registered.id());
    }
    Configured configured = (Configured) line;
    JsonObject json = new JsonObject().put("compatibility", configured.level());
    configured.subject().ifPresent(subject -> json.put("subject", subject));
    return json;
  }

  private static Line decode(JsonObject json) {
    Optional<String> subject = Optional.ofNullable(json.getString("subject"));
    if (json.containsKey("compatibility")) {
      return new Configured(subject, json.getString("compatibility"));
    }
    return new Registered(subject.orElseThrow(), SchemaText.from(json), json.getInteger("id"));
  }
}
