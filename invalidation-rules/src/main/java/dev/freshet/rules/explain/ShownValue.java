// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import dev.freshet.rules.condition.ConditionTrace.Read;
import dev.freshet.rules.sample.Masking;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of events as people may see them: in one line, short, and without secrets. */
final class ShownValue {
  private static final int MAX_LENGTH = 60;
  private static final int MAX_TEXT = 200;

  private final StringBuilder out = new StringBuilder(MAX_LENGTH + 8);

  private ShownValue() {}

  /** The value of a field; masked if any name on the way to it says that it is secret. */
  static String of(Read read) {
    if (read.value() != null && read.names().stream().anyMatch(Masking::isSecret)) {
      return Masking.MASK;
    }
    ShownValue shown = new ShownValue();
    shown.append(Masking.mask(Collections.singletonMap("", read.value())).get(""));
    return shortened(shown.out.toString(), MAX_LENGTH);
  }

  /** A text that may quote an event, in one line and not too long. */
  static String oneLine(String text) {
    return shortened(text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip(), MAX_TEXT);
  }

  private static String shortened(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = max - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** What is certain to be cut off is not even written. */
  private boolean isFull() {
    return out.length() > MAX_LENGTH;
  }

  private void append(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      appendMap(map);
    } else if (value instanceof List<?> list) {
      appendList(list);
    } else if (value instanceof CharSequence text) {
      appendText(text);
    } else {
      out.append(value);
    }
  }

  private void appendMap(Map<?, ?> map) {
    out.append('{');
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext() && !isFull()) {
      Map.Entry<?, ?> entry = entries.next();
      appendText(String.valueOf(entry.getKey()));
      out.append(": ");
      append(entry.getValue());
      out.append(entries.hasNext() ? ", " : "");
    }
    out.append('}');
  }

  private void appendList(List<?> list) {
    out.append('[');
    Iterator<?> items = list.iterator();
    while (items.hasNext() && !isFull()) {
      append(items.next());
      out.append(items.hasNext() ? ", " : "");
    }
    out.append(']');
  }

  private void appendText(CharSequence text) {
    out.append('"');
    for (int i = 0; i < text.length() && !isFull(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
