// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record that no repetition makes readable. Carries a stable reason for dead letters and metrics;
 * the message says what was found and never quotes the payload.
 */
public final class UndecodableRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a record cannot be read. Codes are stable: dead letters and alerts are built on them. */
  public enum Reason {
    /** There is neither a value nor anything else that makes an event. */
    EMPTY,
    /** A framing, event format or specification version that this version does not read. */
    UNSUPPORTED_FRAMING,
    /** Avro in the Confluent wire format was said or is required, but the value is not in it. */
    NOT_AVRO,
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA,
    /** The bytes end too early. */
    TRUNCATED,
    /** The bytes do not fit their schema, or their schema does not fit the wanted record. */
    MALFORMED,
    /** The value, or the event's data, is not a JSON object. */
    NOT_JSON,
    /** Nothing says what type the event is of. */
    MISSING_TYPE,
    /** A required attribute other than the type is missing. */
    MISSING_ATTRIBUTE,
    /** An attribute is not text, contradicts itself, or is not in the form it must have. */
    INVALID_ATTRIBUTE;

    /** The code in dead letters and metrics, for example {@code unknown-schema}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Reason reason;

  /**
   * @param message where it is, what was found and what was expected
   */
  public UndecodableRecordException(Reason reason, String message) {
    this(reason, message, null);
  }

  /**
   * @param message where it is, what was found and what was expected
   */
  public UndecodableRecordException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why, as a stable code. */
  public Reason reason() {
    return reason;
  }
}
