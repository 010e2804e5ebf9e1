// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.Records;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.testkit.KafkaBehindProxy;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RegistryClientIT {
  // A registration that was not stored is sent again within a minute or so.
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SLOW = Duration.ofMinutes(1);
  private static final Duration SOONER = Duration.ofSeconds(40);
  private static final Duration FAST = Duration.ofSeconds(1);
  private static final MemberId MAILER = new MemberId("mailer", "mailer-1");

  private final AtomicReference<Reading> smtp = new AtomicReference<>(Reading.holds("Connected"));

  @Test
  void shouldBeKnownFromRegistrationToGoodbye() throws Exception {
    try (Environment environment = new Environment(KafkaFixture.bootstrapServers())) {
      environment.createTopics();
      RegistryClient client = start(environment, KafkaFixture.bootstrapServers(), SLOW);
      Registration registration = awaitRegistration(environment);
      assertEquals("team-mail", registration.getOwner().orElseThrow());
      assertEquals(
          List.of(EventConsumption.newBuilder().setEventType("NodeLost").build()),
          registration.getCapabilities());
      environment.keep(registration);

      RegistryView view = client.view();
      AtomicInteger calls = new AtomicInteger();
      RegistryView.Subscription failing =
          view.onChange(
              snapshot -> {
                calls.incrementAndGet();
                throw new IllegalStateException("a listener that fails");
              });
      view.awaitLoaded(PATIENCE);
      await().atMost(PATIENCE).until(() -> status(view).equals(Optional.of(ConditionStatus.TRUE)));
      smtp.set(Reading.fails("Refused", "connection refused"));
      client.conditionsChanged();
      // Before the next regular heartbeat.
      await().atMost(SOONER).until(() -> status(view).equals(Optional.of(ConditionStatus.FALSE)));

      await("the listener was called").atMost(PATIENCE).until(() -> calls.get() > 0);
      failing.close();
      client.close();

      ConsumerRecord<byte[], byte[]> goodbye =
          last(environment.read(environment.topics.registrations()));
      assertNull(goodbye.value());
      Heartbeat lastWord =
          environment.decode(
              last(environment.read(environment.topics.heartbeats())), Heartbeat.class);
      assertEquals(MemberPhase.DRAINING, lastWord.getPhase());
      assertEquals(registration.getIncarnation(), lastWord.getIncarnation());
    }
  }

  @Test
  void shouldWaitForTopicsAndOutliveACutNetwork() throws Exception {
    try (KafkaBehindProxy kafka = KafkaBehindProxy.start();
        Environment environment = new Environment(kafka.directServers());
        RegistryView view =
            RegistryView.follow(
                Map.of("bootstrap.servers", kafka.proxiedServers()),
                environment.topics,
                environment.codec)) {
      await().atMost(PATIENCE).until(() -> view.health().trouble().isPresent());
      TimeoutException missing =
          assertThrows(TimeoutException.class, () -> view.awaitLoaded(Duration.ofMillis(1)));
      assertTrue(missing.toString().contains(environment.topics.registry()), missing::toString);

      environment.createTopics();
      view.awaitLoaded(PATIENCE);
      try (RegistryClient client = start(environment, kafka.proxiedServers(), FAST)) {
        client.conditionsChanged();
        outliveACut(kafka, environment, view);
      }
    }
  }

  private void outliveACut(KafkaBehindProxy kafka, Environment environment, RegistryView view)
      throws ExecutionException, InterruptedException {
    environment.keep(awaitRegistration(environment));
    await().atMost(PATIENCE).until(() -> status(view).isPresent());

    kafka.proxy().cut();
    environment.keep(Records.registration("p-1", "first"));
    await()
        .atMost(PATIENCE)
        .until(() -> view.health().age().orElseThrow().compareTo(Duration.ofSeconds(2)) > 0);
    await()
        .atMost(PATIENCE)
        .until(() -> view.health().trouble().equals(Optional.of("no broker answers")));
    assertTrue(status(view).isPresent(), "the last view no longer stands");
    assertFalse(view.snapshot().find(Records.member("p-1")).isPresent());

    kafka.proxy().heal();
    smtp.set(Reading.fails("Refused", "connection refused"));
    await().atMost(PATIENCE).until(() -> view.snapshot().find(Records.member("p-1")).isPresent());
    await().atMost(PATIENCE).until(() -> status(view).equals(Optional.of(ConditionStatus.FALSE)));
    await().atMost(PATIENCE).until(() -> view.health().trouble().isEmpty());
  }

  private RegistryClient start(
      Environment environment, String bootstrapServers, Duration heartbeatEvery) {
    return RegistryClient.builder(bootstrapServers, RegistryFixture.url(), MAILER)
        .environment(environment.topics.environment())
        .owner("team-mail")
        .heartbeatEvery(heartbeatEvery)
        .consumes("NodeLost")
        .condition("SmtpReachable", smtp::get)
        .goodbyeWithin(PATIENCE)
        .start();
  }

  private static Registration awaitRegistration(Environment environment) {
    List<ConsumerRecord<byte[], byte[]>> found =
        await()
            .atMost(PATIENCE)
            .until(
                () -> environment.read(environment.topics.registrations()),
                records -> !records.isEmpty());
    return environment.decode(found.get(0), Registration.class);
  }

  private static Optional<ConditionStatus> status(RegistryView view) {
    return view.snapshot()
        .find(MAILER)
        .flatMap(member -> member.heard().map(Heard::heartbeat))
        .map(heartbeat -> heartbeat.getConditions().get(0).getStatus());
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
