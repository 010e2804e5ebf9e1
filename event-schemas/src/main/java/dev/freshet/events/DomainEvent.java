// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable fact from a service: the attributes of CloudEvents 1.0 and its data, whatever wire
 * format it came in.
 *
 * @param id unique within {@code source}
 * @param source who says so, a URI reference
 * @param type what happened, for example {@code payment.success}
 * @param subject what it happened to, within {@code source}
 * @param time when it happened, by the producer's clock
 * @param extensions further CloudEvents attributes, by their lower-case names
 * @param data the payload as a tree: maps with string keys, lists, {@link String}, {@link Long},
 *     {@link Double}, {@link java.math.BigDecimal}, {@link Boolean}, {@link Instant}, null
 */
public record DomainEvent(
    String id,
    String source,
    String type,
    @Nullable String subject,
    @Nullable Instant time,
    Map<String, String> extensions,
    Map<String, @Nullable Object> data) {

  public DomainEvent {
    requireText("id", id);
    requireText("source", source);
    requireText("type", type);
    extensions = Map.copyOf(extensions);
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** An event without subject, time and extensions. */
  public static DomainEvent of(
      String id, String source, String type, Map<String, @Nullable Object> data) {
    return new DomainEvent(id, source, type, null, null, Map.of(), data);
  }

  private static void requireText(String attribute, String value) {
    if (Objects.requireNonNull(value, attribute).isEmpty()) {
      throw new IllegalArgumentException(
          "event attribute '" + attribute + "': found empty text, CloudEvents requires a value");
    }
  }
}
