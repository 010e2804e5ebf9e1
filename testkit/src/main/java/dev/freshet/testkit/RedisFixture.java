// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.EmbeddedRedis;

/**
 * The Redis of this JVM's tests: {@code FRESHET_TEST_REDIS=redis://host:port} (environment or
 * system property), else a child process. One for all tests: use {@link Environments#unique()} in
 * keys. Safe for any thread.
 */
public final class RedisFixture {

  private static final Fixture FIXTURE =
      new Fixture(
          "Redis",
          "FRESHET_TEST_REDIS",
          RedisFixture::embedded,
          Containers::redis,
          "install Redis 7 and start it");

  private RedisFixture() {}

  /**
   * Of the form {@code redis://host:port}. The first call blocks while a server starts.
   *
   * @throws IllegalStateException with a hint if there is none
   */
  public static String url() {
    return FIXTURE.address();
  }

  private static Fixture.Started embedded() {
    EmbeddedRedis redis = EmbeddedRedis.start();
    return new Fixture.Started(redis.url(), redis);
  }
}
