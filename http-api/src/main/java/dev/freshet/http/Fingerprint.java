// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tells requests apart by what they ask for. */
final class Fingerprint {
  /**
   * Headers that are part of it: the attributes of an event in binary mode (CloudEvents HTTP
   * protocol binding 1.0, section 3.1.3), and what the client believes to be there. The others,
   * such as {@code traceparent}, differ between two attempts at the same.
   */
  private static final Pattern HEADERS = Pattern.compile("content-type|ce-.+|if-(none-)?match");

  private Fingerprint() {}

  /** SHA-256 over path and query, the headers that matter, and the body. */
  static String of(String uri, MultiMap headers, Buffer body) {
    Map<String, Object> asked = new TreeMap<>();
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (HEADERS.matcher(lower).matches()) {
        asked.put(lower, headers.getAll(name));
      }
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((uri + "\n" + asked + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body.getBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
