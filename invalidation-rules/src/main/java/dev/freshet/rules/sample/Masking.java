// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps secrets out of what is shown of events. A field is taken for secret if its name holds one
 * of a few words, in whatever case: this is a net for accidents, not a proof. Stateless.
 */
public final class Masking {
  /** What stands where a secret was. */
  public static final String MASK = "***";

  /** The words. */
  public static final List<String> WORDS =
      List.of("password", "passwd", "secret", "token", "card", "iban", "ssn", "cvv", "apikey");

  private Masking() {}

  /** Whether a field's name says that its value is secret. */
  public static boolean isSecret(String field) {
    String plain = field.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return WORDS.stream().anyMatch(plain::contains);
  }

  /** The same tree with a mask for every secret value, whatever lies below it. */
  public static Map<String, @Nullable Object> mask(Map<?, ?> tree) {
    Map<String, @Nullable Object> masked = new LinkedHashMap<>();
    tree.forEach(
        (key, value) -> {
          String field = String.valueOf(key);
          masked.put(field, isSecret(field) && value != null ? MASK : maskBelow(value));
        });
    return masked;
  }

  private static @Nullable Object maskBelow(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return mask(map);
    }
    return value instanceof List<?> list ? maskAll(list) : value;
  }

  /** Not a stream: a list of an event may hold null. */
  private static List<@Nullable Object> maskAll(List<?> list) {
    List<@Nullable Object> masked = new ArrayList<>(list.size());
    list.forEach(item -> masked.add(maskBelow(item)));
    return masked;
  }
}
