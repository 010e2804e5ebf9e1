// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What the headers of a record say about its event. */
record BinaryHeaders(ContentType contentType, Attributes attributes) {
  static final String PREFIX = "ce_";
  static final String CONTENT_TYPE = "content-type";

  /** What Java puts in place of bytes that are no UTF-8; a text may have it, too, but few do. */
  private static final char REPLACEMENT = '\ufffd';

  /**
   * Reads the headers.
   *
   * @throws UndecodableRecordException if an attribute is no UTF-8 text or stands twice with
   *     different values
   */
  static BinaryHeaders read(RecordAddress address, Headers headers) {
    Map<String, String> attributes = new LinkedHashMap<>();
    String contentType = null;
    for (Header header : headers) {
      String name = header.key();
      if (name.equalsIgnoreCase(CONTENT_TYPE)) {
        contentType = textOf(address, header);
      } else if (name.startsWith(PREFIX) && name.length() > PREFIX.length()) {
        String attribute = name.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        String value = textOf(address, header);
        requireOnce(address, name, attributes.put(attribute, value), value);
      }
    }
    return new BinaryHeaders(ContentType.of(contentType), new Attributes(address, attributes));
  }

  private static String textOf(RecordAddress address, Header header) {
    byte[] value = header.value();
    if (value == null) {
      throw invalid(address, header.key(), "found no value");
    }
    String text = new String(value, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return text;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(address, header.key(), "found bytes that are no UTF-8");
    }
  }

  private static void requireOnce(
      RecordAddress address, String header, @Nullable String before, String value) {
    if (before != null && !before.equals(value)) {
      throw invalid(address, header, "found it twice with different values");
    }
  }

  private static UndecodableRecordException invalid(
      RecordAddress address, String header, String found) {
    return new UndecodableRecordException(
        Reason.INVALID_ATTRIBUTE,
        address + ": header " + header + ": " + found + ", expected one UTF-8 text");
  }
}
