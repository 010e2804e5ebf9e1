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
  static final int MAX_LENGTH = 60;

  private final StringBuilder out = new StringBuilder(MAX_LENGTH + 8);

  private ShownValue() {}

  /** The value of a field; masked if any name on the way to it says that it is secret. */
  static String of(Read read) {
    if (read.value() != null && read.names().stream().anyMatch(Masking::isSecret)) {
      return Masking.MASK;
    }
    ShownValue shown = new ShownValue();
    shown.append(Masking.mask(Collections.singletonMap("", read.value())).get(""));
    return shown.shortened();
  }

  private String shortened() {
    if (out.length() <= MAX_LENGTH) {
      return out.toString();
    }
    int end = MAX_LENGTH - 1;
    return out.substring(0, Character.isHighSurrogate(out.charAt(end - 1)) ? end - 1 : end) + "…";
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
