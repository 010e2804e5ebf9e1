// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.Servers;
import dev.freshet.benchmarks.peers.Source;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.FencedCaches;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.BrokerClock;
import dev.freshet.worker.log.CommandFollower;
import dev.freshet.worker.log.CommandWriter;
import dev.freshet.worker.log.FollowerParts;
import dev.freshet.worker.log.LogListener;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.log.OwnCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * What a node of Freshet is made of, around another fence: the cache, the follower of the command
 * log, and its own commands. What only says that the node is there is left out.
 */
final class UnfencedPeer implements Peer {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final Opened opened = new Opened();
  private final AppliedProgress progress = new AppliedProgress();
  private final Region<byte[]> region;
  private final Source source;

  private UnfencedPeer(String node, Servers servers, Source source, Fence fence) throws Exception {
    this.source = source;
    Topics topics = new Topics(servers.environment());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    }
    NodeSettings settings =
        new NodeSettings(
            new MemberId("unfenced", node),
            UUID.randomUUID().toString(),
            servers.kafka(),
            topics,
            TIMEOUT,
            Map.of());
    AvroCodec avro = opened.add(AvroCodec.forRegistry(servers.registry()));
    KafkaProducer<byte[], byte[]> producer =
        opened.add(
            new KafkaProducer<>(
                settings.clientConfig("producer"),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    OwnCommands own = new OwnCommands(settings.incarnation());
    FreshetCache cache =
        opened.add(
            FencedCaches.builder(
                    new CommandWriter(producer, avro, settings, own, InstantSource.system()), fence)
                .namespace(servers.environment())
                .commandTimeout(TIMEOUT)
                .store(L2Store.redis(servers.redis(), TIMEOUT))
                .build());
    this.region =
        cache.region(
            RegionSettings.of("unfenced", "unfenced:{id}").withL1MaxEntries(100_000),
            Codec.bytes());
    CommandFollower follower =
        opened.add(
            new CommandFollower(
                settings,
                new FollowerParts(
                    avro,
                    cache.applier(),
                    progress,
                    new BrokerClock(System::nanoTime),
                    own,
                    new Nobody())));
    follower.start();
    follower.ready().get(1, TimeUnit.MINUTES);
  }

  /** A contestant of such nodes, which is held to the budgets of Freshet. */
  static Contestant contestant(String title, Supplier<Fence> fences) {
    return new Contestant(
        title,
        (node, servers, source) -> open(node, servers, source, fences.get()),
        Optional.of(peer -> ((UnfencedPeer) peer).closedTime()));
  }

  private static UnfencedPeer open(String node, Servers servers, Source source, Fence fence) {
    try {
      return new UnfencedPeer(node, servers, source, fence);
    } catch (Exception e) {
      throw new IllegalStateException("node " + node + ": not started: " + e, e);
    }
  }

  private Optional<Instant> closedTime() {
    return progress.closedTime();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return region.get(entry(key), unused -> source.load(key));
  }

  @Override
  public void changed(String key) {
    region.invalidate(entry(key));
  }

  private EntryKey entry(String key) {
    return region.key(Map.of("id", key));
  }

  @Override
  public void close() {
    opened.close();
  }

  /** Nobody is told. */
  private static final class Nobody implements LogListener {
    @Override
    public void applied(Target target, Position position, @Nullable Receipt cause) {}

    @Override
    public void unreadable(String topic, Position position, String problem) {}

    @Override
    public void awaitedApplied() {}

    @Override
    public void caughtUp() {}
  }
}
