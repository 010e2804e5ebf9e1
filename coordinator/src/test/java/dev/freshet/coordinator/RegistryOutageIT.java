// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.example.user.UserDeleted;
import dev.freshet.rules.ShippedRules;
import dev.freshet.stack.proxy.TcpProxy;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The registry goes away for longer than a thread waits for it. */
class RegistryOutageIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String kafka = KafkaFixture.bootstrapServers();
  private final URI registry = URI.create(RegistryFixture.url());
  private final Topics topics = new Topics(Environments.unique());
  private final TcpProxy proxy = TcpProxy.to(registry.getPort());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Coordinator coordinator =
      Coordinator.builder(kafka, "http://" + proxy.address() + registry.getPath())
          .environment(topics.environment())
          .sizing(TopicSizing.dev())
          .registryPatience(Duration.ofMillis(500))
          .sessionTimeout(Duration.ofSeconds(6))
          .meterRegistry(meters)
          .start();

  @AfterEach
  void close() {
    coordinator.close();
    proxy.close();
  }

  @Test
  void shouldMapEventOnceRegistryIsBack() throws Exception {
    coordinator.awaitRunning(TIMEOUT);
    try (RuleSetPublisher rules =
        RuleSetPublisher.connect(kafka, registry.toString(), topics.environment())) {
      rules.publish(ShippedRules.load(), "test", "start");
    }
    // A mapping thread may die before, too, if the registry is slow: another takes its place.
    await()
        .dontCatchUncaughtExceptions()
        .atMost(TIMEOUT)
        .until(() -> !meters.find("freshet.rule.revision").gauges().isEmpty());
    double before = failures();
    proxy.cut();

    Receipt receipt = publishUserDeleted();
    // The mapping thread dies, as it should: that is not the end of this test.
    await().dontCatchUncaughtExceptions().atMost(TIMEOUT).until(() -> failures() > before);
    proxy.heal();

    try (Logs log = new Logs(kafka, topics.commands())) {
      log.readUntil(
          records ->
              records.stream()
                  .anyMatch(record -> new String(record.key(), UTF_8).equals("t|user:42")));
    }
    assertEquals(0, receipt.offset());
    assertEquals(List.of(), List.copyOf(meters.find("freshet.dlq").counters()));
  }

  private double failures() {
    return meters.get("freshet.mapping.thread.failures").counter().count();
  }

  /** A schema that the coordinator has not met. */
  private Receipt publishUserDeleted() {
    try (EventPublisher events =
        EventPublisher.builder(kafka)
            .environment(topics.environment())
            .schemaRegistry(registry.toString())
            .build()) {
      DomainEvent event = DomainEvent.of("e-1", "/user", "user.deleted", Map.of());
      return events.publish(event, new UserDeleted(42L, null, Instant.EPOCH)).join();
    }
  }
}
