// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.worker.NodeHarness.KEY;
import static dev.freshet.worker.NodeHarness.profiles;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.CommandFailedException;
import dev.freshet.cache.Region;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.testkit.KafkaBehindProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshetNodeIT {
  private final NodeHarness harness = new NodeHarness();

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void shouldDropAValueOnEveryNodeAndLevel() throws Exception {
    Region<String> here = profiles(harness.node("n1"));
    FreshetNode other = harness.node("n2");
    Region<String> there = profiles(other);
    here.get(KEY, key -> "v1");
    await().until(() -> "v1".equals(there.getIfPresent(KEY)));

    here.invalidate(KEY);

    assertNull(here.getIfPresent(KEY), "applied here when the call returns");
    await().until(() -> there.getIfPresent(KEY) == null);
    other.invalidate(new Target.Region("profile"));
    assertNull(there.getIfPresent(KEY));
  }

  @Test
  void shouldShareAWrittenValueThroughL2() throws Exception {
    Region<String> here = profiles(harness.node("n1"));
    Region<String> there = profiles(harness.node("n2"));
    there.get(KEY, key -> "v1");

    here.put(KEY, "written");

    assertEquals("written", here.getIfPresent(KEY));
    await().until(() -> "written".equals(there.getIfPresent(KEY)));
  }

  @Test
  void shouldRefuseInL2WhatBecameStaleWhileTheNodeWasDown() throws Exception {
    FreshetNode first = harness.node("n1");
    Region<String> before = profiles(first);
    before.get(KEY, key -> "v1");
    before.get(Map.of("userId", 43), key -> "kept");
    FreshetNode other = harness.node("n2");
    await().until(() -> "v1".equals(profiles(other).getIfPresent(KEY)));
    await().until(() -> "kept".equals(profiles(other).getIfPresent(Map.of("userId", 43))));
    first.close();

    other.invalidate(new Target.Tag("user:42"));
    Region<String> after = profiles(harness.node("n1"));

    await().until(() -> "kept".equals(after.getIfPresent(Map.of("userId", 43))));
    assertNull(after.getIfPresent(KEY));
  }

  @Test
  void shouldRefuseInL2WhatACommandThatTheLogHasLostMayHaveNamed() throws Exception {
    FreshetNode first = harness.node("n1");
    Region<String> before = first.region("forever", String.class);
    before.get(KEY, key -> "v1");
    FreshetNode other = harness.node("n2");
    await().until(() -> "v1".equals(other.region("forever", String.class).getIfPresent(KEY)));
    first.close();
    other.invalidate(new Target.Region("forever"));
    harness.loseAllCommands();

    Region<String> after = harness.node("n3").region("forever", String.class);

    assertNull(after.getIfPresent(KEY));
    assertEquals("v2", after.get(KEY, key -> "v2"));
    Region<String> later = harness.node("n4").region("forever", String.class);
    await().until(() -> "v2".equals(later.getIfPresent(KEY)));
  }

  @Test
  void shouldTreatEverythingAsStaleAfterARecordThatItCannotRead() throws Exception {
    Region<String> here = profiles(harness.node("n1"));
    here.get(KEY, key -> "v1");

    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", harness.bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  harness.topics.commands(), "t|user:7".getBytes(UTF_8), "{}".getBytes(UTF_8)))
          .get();
    }

    await().until(() -> here.getIfPresent(KEY) == null);
    assertEquals("v2", here.get(KEY, key -> "v2"), "and goes on");
    here.invalidate(KEY);
    assertNull(here.getIfPresent(KEY));
  }

  @Test
  void shouldStartOverWhenTheCommandTopicIsAnother() throws Exception {
    Region<String> here =
        profiles(harness.node("n1", builder -> builder.commandTimeout(Duration.ofSeconds(5))));
    here.get(KEY, key -> "v1");
    LogIdentity before = CommandTopic.identify(harness.admin, harness.topics);

    harness.admin.deleteTopics(List.of(harness.topics.commands())).all().get();
    // It may be there for a while yet, and must not be taken for the new one.
    await()
        .ignoreExceptions()
        .until(
            () -> {
              harness.createTopics();
              return !CommandTopic.identify(harness.admin, harness.topics).equals(before);
            });

    await().until(() -> here.getIfPresent(KEY) == null);
    await()
        .ignoreExceptionsInstanceOf(CommandFailedException.class)
        .until(
            () -> {
              here.put(KEY, "v2");
              return "v2".equals(here.getIfPresent(KEY));
            });
  }

  @Test
  void shouldCatchUpOnWhatItMissedAndDropNothingElse() throws Exception {
    try (KafkaBehindProxy kafka = KafkaBehindProxy.start();
        NodeHarness cluster = new NodeHarness(kafka.directServers())) {
      FreshetNode cutOff =
          cluster.node(
              "n1",
              builder ->
                  builder.kafka(kafka.proxiedServers()).commandTimeout(Duration.ofSeconds(1)));
      FreshetNode connected = cluster.node("n2");
      Region<String> here = profiles(cutOff);
      here.get(KEY, key -> "v1");
      here.get(Map.of("userId", 43), key -> "kept");

      kafka.proxy().cut();
      connected.invalidate(new Target.Tag("user:42"));
      assertThrows(CommandFailedException.class, () -> here.invalidate(Map.of("userId", 44)));
      kafka.proxy().heal();

      await().until(() -> here.getIfPresent(KEY) == null);
      assertEquals("kept", here.get(Map.of("userId", 43), key -> "reloaded"));
    }
  }

  @Test
  void shouldServeFromL1AndLoaderWithoutRedis() throws Exception {
    FreshetNode node = harness.node("n1", builder -> builder.redis("redis://127.0.0.1:1"));
    Region<String> here = profiles(node);

    assertEquals("v1", here.get(KEY, key -> "v1"));
    assertEquals("v1", here.get(KEY, key -> "v2"));
    here.put(KEY, "v3");

    assertEquals("v3", here.getIfPresent(KEY));
  }

  @Test
  void shouldSayWhichRegionsThereAre() throws Exception {
    FreshetNode node = harness.node("n1");

    var unknown =
        assertThrows(IllegalArgumentException.class, () -> node.region("prfile", String.class));
    assertEquals(
        "region prfile: is not declared, expected one of [forever, profile]", unknown.getMessage());
    assertThrows(
        TimeoutException.class,
        () -> node.awaitApplied(new Receipt("nowhere", 0, 1), Duration.ofMillis(10)));
  }
}
