// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Percent encoding of a value inside a key or tag, after RFC 3986 section 2.1 with a reserved set
 * of our own. Injective over all strings, also over those that are no valid UTF-16.
 */
final class KeyEncoding {
  private static final String RESERVED = "%:|=*{}";
  private static final String HEX = "0123456789ABCDEF";
  private static final Pattern HEX_DIGITS = Pattern.compile("[0-9A-F]+");

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

  /** The value of which this is the encoding; null if it is that of none. */
  static @Nullable String decode(String encoded) {
    return isPlain(encoded) ? encoded : unescape(encoded);
  }

  /** Whether all of it stands for itself. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || RESERVED.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String unescape(String encoded) {
    StringBuilder value = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        boolean half = encoded.startsWith("%u", i);
        int digits = i + (half ? 2 : 1);
        int end = digits + (half ? 4 : 2);
        if (end > encoded.length() || !HEX_DIGITS.matcher(encoded).region(digits, end).matches()) {
          return null;
        }
        value.append((char) Integer.parseInt(encoded, digits, end, 16));
        i = end - 1;
      } else {
        value.append(encoded.charAt(i));
      }
    }
    // One value has one encoding: not every text that can be read is it.
    StringBuilder again = new StringBuilder(encoded.length());
    append(again, value);
    return again.toString().equals(encoded) ? value.toString() : null;
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
