// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The same servers in containers, for machines where Docker is wanted. The version of each image is
 * the version that runs without Docker. Stateless.
 */
final class Containers {

  private static final int REDIS_PORT = 6379;
  private static final int REGISTRY_PORT = 8080;
  private static final int POSTGRES_PORT = 5432;

  private Containers() {}

  static Fixture.Started kafka() {
    KafkaContainer kafka =
        new KafkaContainer("apache/kafka:4.3.1")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    kafka.start();
    return new Fixture.Started(kafka.getBootstrapServers(), kafka);
  }

  static Fixture.Started redis() {
    GenericContainer<?> redis = new GenericContainer<>("redis:7.0.15");
    redis.addExposedPort(REDIS_PORT);
    redis.start();
    return new Fixture.Started("redis://" + address(redis, REDIS_PORT), redis);
  }

  static Fixture.Started postgres() {
    GenericContainer<?> postgres = new GenericContainer<>("postgres:14.22");
    postgres.addExposedPort(POSTGRES_PORT);
    postgres.addEnv("POSTGRES_HOST_AUTH_METHOD", "trust");
    // It starts once to make its files, and then for good.
    postgres.setWaitStrategy(
        Wait.forLogMessage(".*database system is ready to accept connections.*\\n", 2));
    postgres.start();
    return new Fixture.Started(
        "jdbc:postgresql://" + address(postgres, POSTGRES_PORT) + "/postgres?user=postgres",
        postgres);
  }

  static Fixture.Started registry() {
    GenericContainer<?> registry = new GenericContainer<>("apicurio/apicurio-registry:3.0.9");
    registry.addExposedPort(REGISTRY_PORT);
    registry.setWaitStrategy(Wait.forHttp(Apicurio.API_PATH + "/subjects").forPort(REGISTRY_PORT));
    registry.start();
    return new Fixture.Started(
        "http://" + address(registry, REGISTRY_PORT) + Apicurio.API_PATH, registry);
  }

  private static String address(GenericContainer<?> container, int port) {
    return container.getHost() + ":" + container.getMappedPort(port);
  }
}
