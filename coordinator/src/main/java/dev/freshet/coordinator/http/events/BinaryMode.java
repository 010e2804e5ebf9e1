// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.problem.Problem.Finding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event in binary mode: attributes in headers that begin with {@code ce-}, data in the
 * body (CloudEvents HTTP protocol binding 1.0, section 3.1). Pure.
 */
final class BinaryMode {
  static final String PREFIX = "ce-";

  private static final char QUOTE = '"';
  private static final char ESCAPE = '\\';

  private BinaryMode() {}

  /** The event. Never throws for what headers and body hold. */
  static EventReading read(
      Iterable<Map.Entry<String, String>> headers, String contentType, byte[] body) {
    Map<String, String> attributes = new LinkedHashMap<>();
    List<Finding> problems = new ArrayList<>();
    for (Map.Entry<String, String> header : headers) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.startsWith(PREFIX)) {
        add(attributes, problems, name.substring(PREFIX.length()), header.getValue());
      }
    }
    problems.addAll(0, AttributeCheck.problems(attributes, BinaryMode::pointer));
    String problem = body.length == 0 ? null : EventScanner.problemOfObject(body);
    if (problem != null) {
      problems.add(Finding.at(ApiCode.INVALID_DATA, "", problem));
    }
    return problems.isEmpty()
        ? new EventReading.Good(new ReceivedEvent(attributes, contentType, body))
        : new EventReading.Bad(attributes.get("id"), problems);
  }

  private static String pointer(String name) {
    return "header:" + PREFIX + name;
  }

  private static void add(
      Map<String, String> attributes, List<Finding> problems, String name, String value) {
    String text = decode(value);
    String problem = null;
    if (text == null) {
      problem = "found bytes that are no UTF-8, expected it in percent encoding";
    } else if (attributes.putIfAbsent(name, text) != null) {
      problem = "found it twice, expected it once";
    }
    if (problem != null) {
      problems.add(
          Finding.at(
              ApiCode.INVALID_ATTRIBUTE, pointer(name), "attribute " + name + ": " + problem));
    }
  }

  /** The text behind a header's value (section 3.1.3.2); null if it is none. */
  private static @Nullable String decode(String value) {
    byte[] bytes = unquoted(value).getBytes(StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low >= 0) {
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(bytes[i]);
      }
    }
    try {
      ByteBuffer decoded = ByteBuffer.wrap(out.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** Some senders quote values, as RFC 7230 allows. */
  private static String unquoted(String value) {
    int last = value.length() - 1;
    if (last < 1 || value.charAt(0) != QUOTE || value.charAt(last) != QUOTE) {
      return value;
    }
    StringBuilder out = new StringBuilder(last);
    for (int i = 1; i < last; i++) {
      if (value.charAt(i) == ESCAPE && i + 1 < last) {
        i++;
      }
      out.append(value.charAt(i));
    }
    return out.toString();
  }
}
