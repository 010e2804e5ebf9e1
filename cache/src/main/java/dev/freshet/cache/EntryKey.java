// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of one entry, expanded once: hold on to it where the same entry is read often, because a
 * hit with it allocates nothing. Made by {@link Region#key}.
 *
 * <p>Immutable and safe for any thread. Equal iff region and text are.
 */
public final class EntryKey {
  private final String region;
  private final String text;
  private final Map<String, Object> params;

  /** Made by {@link Region#key}, which checks what this does not. */
  public EntryKey(String region, String text, Map<String, Object> params) {
    this.region = region;
    this.text = text;
    this.params = params;
  }

  /** The name of the region. */
  public String region() {
    return region;
  }

  /** The expanded key, for example {@code payment:history:42}. */
  public String text() {
    return text;
  }

  /** The values of the key template's holes, as the caller gave them. */
  public Map<String, Object> params() {
    return params;
  }

  /**
   * The value of one hole, as the caller gave it.
   *
   * @throws IllegalArgumentException if the key template has no such hole
   */
  public Object param(String hole) {
    Object value = params.get(hole);
    if (value == null) {
      throw new IllegalArgumentException(
          "region " + region + ": found hole '" + hole + "', expected one of " + params.keySet());
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntryKey key && key.region.equals(region) && key.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The expanded key. */
  @Override
  public String toString() {
    return text;
  }
}
