// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What all nodes load from: each key has a version, which its changes raise, and values say of
 * which key and version they are, so that any value can be held against it later. Safe for any
 * thread.
 */
final class VersionedSource {
  private static final int VALUE_BYTES = 200;

  private final ConcurrentHashMap<String, Long> versions = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Long> told = new ConcurrentHashMap<>();

  /** What stands under the key now. */
  byte[] value(String key) {
    return ByteBuffer.allocate(VALUE_BYTES).putLong(version(key)).putInt(key.hashCode()).array();
  }

  /** How often the key has changed. */
  long version(String key) {
    return versions.getOrDefault(key, 0L);
  }

  /** Another value stands under the key from now on. */
  void change(String key) {
    versions.merge(key, 1L, Long::sum);
  }

  /** The cache was told of a change, and whoever tells it has been answered. */
  void told(String key) {
    told.merge(key, 1L, Long::sum);
  }

  /** Whether the cache was told of any change. */
  boolean isTold(String key) {
    return told.containsKey(key);
  }

  /** Whether the cache was told of a change since this value was there; one at a time. */
  boolean isToldSince(String key, byte[] value) {
    return ByteBuffer.wrap(value).getLong() < told.getOrDefault(key, 0L);
  }

  /**
   * Whether the value is one from before the last change of the key.
   *
   * @throws IllegalStateException if it is none that the key ever had
   */
  boolean isStale(String key, byte[] value) {
    ByteBuffer content = ByteBuffer.wrap(value);
    if (value.length != VALUE_BYTES) {
      throw new IllegalStateException(
          "key %s: found %d bytes, expected %d".formatted(key, value.length, VALUE_BYTES));
    }
    long found = content.getLong();
    long current = version(key);
    if (content.getInt() != key.hashCode() || found > current) {
      throw new IllegalStateException(
          "key %s: found version %d of some key, expected at most its %d"
              .formatted(key, found, current));
    }
    return found < current;
  }
}
