// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import org.jspecify.annotations.Nullable;

/**
 * What a publisher gets back: where its event stands. Hand it to a node's {@code awaitApplied} to
 * read your own writes through any service.
 *
 * <p>Immutable. The text form is {@code topic:partition:offset}.
 */
public record Receipt(String topic, int partition, long offset) {

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if {@code text} is not {@code topic:partition:offset}
   */
  public static Receipt parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length == 3 && !parts[0].isEmpty()) {
      try {
        return new Receipt(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
      } catch (NumberFormatException e) {
        throw malformed(text, e);
      }
    }
    throw malformed(text, null);
  }

  private static IllegalArgumentException malformed(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "receipt: found '" + text + "', expected topic:partition:offset", cause);
  }

  @Override
  public String toString() {
    return topic + ":" + partition + ":" + offset;
  }
}
