// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.client.AnnouncerParts;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.LogHealth;
import dev.freshet.worker.log.NodeSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeRegistrationTest {
  private static final List<RegionDefinition> REGIONS =
      RuleBook.compile(
              List.of(
                  new RuleSource(
                      "users",
                      "users.yaml",
                      1,
                      """
                      apiVersion: freshet.dev/v1
                      kind: CacheRegions
                      metadata: {name: users, owner: team-users}
                      regions:
                        - name: profile
                          key: profile:{userId}
                          tags: ["user:{userId}"]
                          ttl: 10m
                          l1: {maxEntries: 20000}
                          load: {hardTimeout: 2s}
                        - name: local
                          key: local:{id}
                          ttl: 1m
                          l2: {enabled: false}
                      """)))
          .orThrow()
          .regions()
          .all();

  private final NodeSettings settings =
      new NodeSettings(
          new MemberId("user-api", "n1"),
          "i1",
          "nowhere:1",
          Topics.DEFAULT,
          Duration.ofSeconds(1),
          Map.of());
  private final FreshetCache cache =
      FreshetCache.builder(target -> CompletableFuture.failedFuture(new IllegalStateException()))
          .build();
  private FixedRegions regions = new FixedRegions(REGIONS, List.of(), Map.of(), List.of());

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void shouldHoldEveryRegionThatIsDeclared() {
    Registration registration = registration(MemberDescription.NONE, store()).get();

    assertEquals(
        List.of(
            holding("profile", "profile:{userId}", true, 20_000L, 600_000L, "user:{userId}"),
            holding("local", "local:{id}", false, defaultMaxEntries(), 60_000L)),
        registration.getCapabilities());
  }

  @Test
  void shouldHoldNothingInL2WithoutOne() {
    Registration registration = registration(MemberDescription.NONE, null).get();

    assertTrue(
        registration.getCapabilities().stream().noneMatch(each -> ((RegionHolding) each).getL2()));
  }

  @Test
  void shouldLoadWhatWasOpenedWithALoader() {
    RegionLoading loading =
        RegionLoading.newBuilder().setRegion("profile").setVia(LoadingVia.IN_PROCESS).build();
    regions = regions.withLoaded(List.of(loading));
    NodeRegistration registration = registration(MemberDescription.NONE, null);

    assertEquals(loading, registration.get().getCapabilities().get(2));
  }

  @Test
  void shouldSayWhatTheServiceSaysOfItself() {
    MemberDescription description =
        MemberDescription.NONE
            .withOwner("team-users")
            .withVersion("2.14.0")
            .withZone("eu-1a")
            .withHeartbeat(Duration.ofSeconds(2))
            .withPublished("user.updated")
            .withPublished("user.updated")
            .withConsumed("payment.success");

    Registration registration = registration(description, null).get();

    assertEquals("user-api", registration.getService());
    assertEquals("n1", registration.getInstance());
    assertEquals("i1", registration.getIncarnation());
    assertEquals(5_000, registration.getStartedAtMs());
    assertEquals(Optional.of("team-users"), registration.getOwner());
    assertEquals(Optional.of("2.14.0"), registration.getVersion());
    assertEquals(Optional.of("eu-1a"), registration.getZone());
    assertEquals(new MemberLease(2_000L, 6_000L, 12_000L), registration.getLease());
    assertEquals(
        List.of(
            new EventPublishing("user.updated", null),
            new EventConsumption("payment.success", null)),
        registration.getCapabilities().subList(0, 2));
  }

  @Test
  void shouldRefuseToAnnounceWhatTheRegistryWouldRefuse() {
    try (AvroCodec avro = AvroCodec.forRegistry("mock://" + UUID.randomUUID());
        MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        Membership membership =
            new Membership(settings, MemberDescription.NONE.withHeartbeat(Duration.ofMillis(1)))) {

      var refused =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  membership.announce(
                      AnnouncerParts.of(kafka, avro, Topics.DEFAULT), insight(null)));

      assertTrue(String.valueOf(refused.getMessage()).contains("heartbeat"), refused.toString());
      assertEquals(List.of(), kafka.history());
    }
  }

  private static long defaultMaxEntries() {
    return ((RegionDefinition.Capacity.Entries) REGIONS.get(1).l1().capacity()).max();
  }

  private static RegionHolding holding(
      String name, String key, boolean l2, long maxEntries, long ttlMs, String... tags) {
    return new RegionHolding(name, key, List.of(tags), true, l2, maxEntries, ttlMs);
  }

  private NodeRegistration registration(MemberDescription description, @Nullable L2Store store) {
    return new NodeRegistration(settings, description, insight(store), Instant.ofEpochMilli(5_000));
  }

  private NodeInsight insight(@Nullable L2Store store) {
    return new NodeInsight(
        cache,
        store,
        new AppliedProgress(),
        () -> new LogHealth(LogHealth.Kind.FOLLOWING, ""),
        regions,
        List::of);
  }

  private static L2Store store() {
    return L2Store.inMemory(Ticker.systemTicker());
  }
}
