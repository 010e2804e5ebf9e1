// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON pointers (RFC 6901), also as fragments of URIs. */
final class Pointers {

  private Pointers() {}

  /** A pointer or a URI with one as fragment, as a pointer: {@code #/a%20b} is {@code /a b}. */
  static String plain(String reference) {
    String pointer = reference.substring(reference.indexOf('#') + 1);
    return pointer.indexOf('%') < 0
        ? pointer
        : URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  static String last(String pointer) {
    return unescape(pointer.substring(pointer.lastIndexOf('/') + 1));
  }

  static String parent(String pointer) {
    return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
  }

  /** What a pointer points to; null for nothing. */
  static @Nullable Object find(@Nullable Object root, String reference) {
    Object found = root;
    String pointer = plain(reference);
    if (pointer.isEmpty()) {
      return found;
    }
    for (String step : List.of(pointer.substring(1).split("/", -1))) {
      found = step(found, unescape(step));
    }
    return found;
  }

  private static @Nullable Object step(@Nullable Object from, String name) {
    if (from instanceof JsonObject object) {
      return object.getValue(name);
    }
    boolean isIndex = name.matches("\\d{1,9}");
    if (from instanceof JsonArray array && isIndex && Integer.parseInt(name) < array.size()) {
      return array.getValue(Integer.parseInt(name));
    }
    return null;
  }

  private static String unescape(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }
}
