// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import dev.freshet.stack.EmbeddedKafka;

/**
 * The Kafka broker of this JVM's tests: {@code FRESHET_TEST_KAFKA=host:port} (environment or system
 * property), else an embedded one. One for all tests: use {@link Environments#unique()}. Safe for
 * any thread.
 */
public final class KafkaFixture {

  private static final Fixture FIXTURE =
      new Fixture(
          "Kafka",
          "FRESHET_TEST_KAFKA",
          KafkaFixture::embedded,
          Containers::kafka,
          "see why the embedded broker did not start");

  private KafkaFixture() {}

  /**
   * For {@code bootstrap.servers}. The first call blocks while a broker starts, about two seconds.
   *
   * @throws IllegalStateException with a hint if there is none
   */
  public static String bootstrapServers() {
    return FIXTURE.address();
  }

  private static Fixture.Started embedded() {
    EmbeddedKafka kafka = EmbeddedKafka.start();
    return new Fixture.Started(kafka.bootstrapServers(), kafka);
  }
}
