// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of one record as text, by lower-case name without prefix. An empty
 * text counts as absent, as the specification wants no empty attributes.
 */
final class Attributes {
  private static final String SPEC_VERSION = "1.0";

  /** The content type speaks of the bytes, which are decoded by now. */
  private static final Set<String> NO_EXTENSIONS =
      Set.of("specversion", "datacontenttype", "type", "id", "source", "subject", "time");

  private final RecordAddress address;
  private final Map<String, String> values;

  /** Takes the values over: they must not be changed any more. */
  Attributes(RecordAddress address, Map<String, String> values) {
    this.address = address;
    this.values = values;
    this.values.values().removeIf(String::isEmpty);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** These attributes, with {@code value} for {@code name} if it is absent here. */
  Attributes withDefault(String name, @Nullable String value) {
    if (value == null || values.containsKey(name)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Attributes(address, more);
  }

  /**
   * The event with these attributes.
   *
   * @throws UndecodableRecordException if a required attribute is absent, the time is not in the
   *     form of RFC 3339 or the specification version is not 1.0
   */
  DomainEvent toEvent(Map<String, @Nullable Object> data) {
    requireVersion(values.get("specversion"));
    String type = required("type", Reason.MISSING_TYPE);
    String id = required("id", Reason.MISSING_ATTRIBUTE);
    String source = required("source", Reason.MISSING_ATTRIBUTE);
    Instant time = timeOf(values.get("time"));
    return new DomainEvent(id, source, type, values.get("subject"), time, extensions(), data);
  }

  private Map<String, String> extensions() {
    Map<String, String> extensions = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (!NO_EXTENSIONS.contains(name)) {
            extensions.put(name, value);
          }
        });
    return extensions;
  }

  private void requireVersion(@Nullable String version) {
    if (version != null && !version.equals(SPEC_VERSION)) {
      throw new UndecodableRecordException(
          Reason.UNSUPPORTED_FRAMING,
          address + ": found CloudEvents " + quote(version) + ", expected " + SPEC_VERSION);
    }
  }

  private String required(String name, Reason reason) {
    String value = values.get(name);
    if (value == null) {
      throw new UndecodableRecordException(
          reason, address + ": found no event " + name + ", expected the attribute " + name);
    }
    return value;
  }

  private @Nullable Instant timeOf(@Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new UndecodableRecordException(
          Reason.INVALID_ATTRIBUTE,
          address + ": found event time " + quote(text) + ", expected RFC 3339",
          e);
    }
  }

  private static String quote(@Nullable String text) {
    String safe = String.valueOf(text);
    return "'" + (safe.length() > 40 ? safe.substring(0, 40) + "..." : safe) + "'";
  }
}
