// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of one record as text, by lower-case name without prefix. An empty
 * text counts as absent, as the specification wants no empty attributes.
 */
final class Attributes {
  private static final String SPEC_VERSION = "1.0";

  private final RecordAddress address;
  private final Map<String, String> values;

  Attributes(RecordAddress address, Map<String, String> values) {
    this.address = address;
    this.values = new LinkedHashMap<>(values);
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
    Map<String, String> rest = new LinkedHashMap<>(values);
    requireVersion(rest.remove("specversion"));
    // Speaks of the bytes, which are decoded by now.
    rest.remove("datacontenttype");
    String type = required("type", rest.remove("type"), Reason.MISSING_TYPE);
    String id = required("id", rest.remove("id"), Reason.MISSING_ATTRIBUTE);
    String source = required("source", rest.remove("source"), Reason.MISSING_ATTRIBUTE);
    String subject = rest.remove("subject");
    Instant time = timeOf(rest.remove("time"));
    return new DomainEvent(id, source, type, subject, time, rest, data);
  }

  private void requireVersion(@Nullable String version) {
    if (version != null && !version.equals(SPEC_VERSION)) {
      throw new UndecodableRecordException(
          Reason.UNSUPPORTED_FRAMING,
          address + ": found CloudEvents " + quote(version) + ", expected " + SPEC_VERSION);
    }
  }

  private String required(String name, @Nullable String value, Reason reason) {
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
