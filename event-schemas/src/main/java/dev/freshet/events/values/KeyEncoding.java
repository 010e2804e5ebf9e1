// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

/**
 * Percent encoding of a value inside a key or tag, after RFC 3986 section 2.1 with a reserved set
 * of our own. Injective over all strings, also over those that are no valid UTF-16.
 */
final class KeyEncoding {
  private static final String RESERVED = "%:|=*{}";
  private static final String HEX = "0123456789ABCDEF";

  private KeyEncoding() {}

  static void append(StringBuilder out, CharSequence value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == 0x7f || RESERVED.indexOf(c) >= 0) {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else if (Character.isSurrogate(c)) {
        i += appendSurrogate(out, value, i);
      } else {
        out.append(c);
      }
    }
  }

  /** Half a pair has no UTF-8 form: left as it is, all of them would become the same byte. */
  private static int appendSurrogate(StringBuilder out, CharSequence value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1))) {
      out.append(c).append(value.charAt(i + 1));
      return 1;
    }
    out.append("%u").append(String.format("%04X", (int) c));
    return 0;
  }
}
