// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.worker.NodeHarness.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.testkit.RegistryFixture;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.preload.HotKeyReader;
import dev.freshet.worker.preload.HotKeyReporter;
import dev.freshet.worker.preload.JobProgress;
import dev.freshet.worker.preload.JobProgress.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node joins and warms itself with what the others have said is hot. */
class PreloadIT {
  private static final String JOBS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: users, owner: team-users}
      regions:
        - {name: profile, key: "profile:{userId}", ttl: 10m}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: users, owner: team-users}
      jobs:
        - id: join
          region: profile
          onJoin: true
          keys: {hottest: 20}
          batchSize: 5
          holdReady: {share: 99%, atMost: 10m}
      """;

  private final NodeHarness cluster = new NodeHarness();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void shouldBeReadyOnceItHasInL1WhatTheOthersServeMost() throws Exception {
    HotKeyReporter.Settings often = new HotKeyReporter.Settings(20, Duration.ofMillis(100));
    FreshetNode first = cluster.node("n1", builder -> builder.service("user-api").hotKeys(often));
    Region<String> profiles = NodeHarness.profiles(first);
    List<EntryKey> keys =
        IntStream.range(0, 20).mapToObj(id -> profiles.key(Map.of("userId", id))).toList();
    assertEquals(20, profiles.warm(keys, asked -> values(asked)).outcomes().size());
    assertEquals(20, profiles.fill(keys).size());
    awaitReport(20);
    first.close();

    try (MemberTopics topics = new MemberTopics(cluster, "user-api/n2");
        FreshetNode joiner =
            cluster.starting("n2", builder -> builder.service("user-api").jobs(jobs()))) {
      assertFalse(joiner.isReady());
      Heartbeat starting = topics.awaitHeartbeat(beat -> beat.getPhase() == MemberPhase.STARTING);
      assertEquals(MemberPhase.STARTING, starting.getPhase());
      await()
          .atMost(PATIENCE)
          .until(() -> joiner.preloads().get(0).reason().endsWith("is not open yet"));
      assertFalse(joiner.isReady(), "the log is read, but nothing is warm");

      Region<String> here = NodeHarness.profiles(joiner);
      joiner.awaitReady(PATIENCE);

      JobProgress came = joiner.preloads().get(0);
      assertEquals(20, came.warm(), came.toString());
      assertEquals(20, here.stats().entries());
      await().until(() -> joiner.preloads().get(0).state() == State.DONE);
      topics.awaitHeartbeat(beat -> beat.getPhase() == MemberPhase.RUNNING);
    }
  }

  private static Map<EntryKey, String> values(Set<EntryKey> keys) {
    return keys.stream().collect(Collectors.toMap(key -> key, key -> "v" + key.param("userId")));
  }

  private void awaitReport(int keys) {
    NodeSettings settings =
        new NodeSettings(
            new MemberId("user-api", "test"),
            "i1",
            cluster.bootstrapServers,
            cluster.topics,
            PATIENCE,
            Map.of());
    try (AvroCodec avro = AvroCodec.forRegistry(RegistryFixture.url())) {
      HotKeyReader reader = new HotKeyReader(settings, avro);
      await()
          .atMost(PATIENCE)
          .until(() -> reader.read().stream().anyMatch(each -> each.getKeys().size() == keys));
    }
  }

  private static List<JobDefinition> jobs() {
    return RuleBook.compile(List.of(new RuleSource("users", "users.yaml", 1, JOBS)))
        .orThrow()
        .jobs();
  }
}
