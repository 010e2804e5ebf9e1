// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cache.EntryKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * The source of truth that several processes share: a version for each user, in Redis beside the
 * cache. Safe for any thread.
 */
final class SharedSource implements AutoCloseable {
  private final RedisClient client;
  private final RedisCommands<String, String> versions;

  SharedSource(String redis) {
    this.client = RedisClient.create(redis);
    this.versions = client.connect().sync();
  }

  /** Changes a user's row. */
  void change(int user) {
    long unused = versions.incr(row(user));
  }

  /** The user's version now; 0 if it never changed. */
  long version(Object user) {
    String version = versions.get(row(user));
    return version == null ? 0 : Long.parseLong(version);
  }

  /** For {@code Region.get}. */
  long load(EntryKey key) {
    return version(key.param("userId"));
  }

  private static String row(Object user) {
    return "source:user:" + user;
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
