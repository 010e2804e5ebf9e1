// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A media type as far as it steers the decoder; parameters are dropped, case does not count (RFC
 * 2045).
 *
 * @param mediaType lower case, empty if the record has none
 */
record ContentType(String mediaType) {
  static ContentType of(@Nullable String header) {
    String text = header == null ? "" : header;
    int parameters = text.indexOf(';');
    String mediaType = parameters < 0 ? text : text.substring(0, parameters);
    return new ContentType(mediaType.trim().toLowerCase(Locale.ROOT));
  }

  boolean isCloudEvents() {
    return mediaType.startsWith("application/cloudevents");
  }

  boolean isCloudEventsJson() {
    return mediaType.equals("application/cloudevents+json")
        || mediaType.equals("application/cloudevents");
  }

  boolean isAvro() {
    return mediaType.endsWith("avro") || mediaType.equals("avro/binary");
  }

  /** Producers in the wild omit the type or leave it at the default of their HTTP library. */
  boolean mayBeJson() {
    return mediaType.isEmpty()
        || mediaType.endsWith("json")
        || mediaType.equals("application/octet-stream");
  }

  @Override
  public String toString() {
    return mediaType;
  }
}
