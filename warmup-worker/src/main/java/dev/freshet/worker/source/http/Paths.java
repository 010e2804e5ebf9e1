// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Keeps paths below their endpoint. Stateless. */
final class Paths {
  /** What RFC 3986 has in paths and queries; a {@code %} only with two digits. */
  private static final Pattern ALLOWED =
      Pattern.compile("/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*+");

  private static final Pattern DOTS = Pattern.compile("[/\\\\]\\.\\.?(?:[/\\\\]|$)");

  private Paths() {}

  /**
   * A path, which may have a query.
   *
   * @throws IllegalArgumentException if it is none, or leads out of where it begins
   */
  static String check(String path) {
    if (!ALLOWED.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "path: found " + path + ", expected one such as /users/active, its values encoded");
    }
    int query = path.indexOf('?');
    String segments = query < 0 ? path : path.substring(0, query);
    // Some servers decode first and then walk.
    String decoded = URLDecoder.decode(segments.replace("+", "%2B"), StandardCharsets.UTF_8);
    if (DOTS.matcher(decoded).find()) {
      throw new IllegalArgumentException(
          "path: found " + path + ", expected one that stays below its endpoint");
    }
    return path;
  }
}
