// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Region;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.client.AnnouncerParts;
import dev.freshet.worker.log.AppliedProgress;
import dev.freshet.worker.log.BrokerClock;
import dev.freshet.worker.log.CommandFollower;
import dev.freshet.worker.log.CommandWriter;
import dev.freshet.worker.log.FollowerParts;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.log.OwnCommands;
import dev.freshet.worker.member.Membership;
import dev.freshet.worker.member.NodeInsight;
import dev.freshet.worker.preload.HotKeyReader;
import dev.freshet.worker.preload.HotKeyReporter;
import dev.freshet.worker.preload.HotKeyWriter;
import dev.freshet.worker.preload.Preload;
import dev.freshet.worker.preload.PreloadParts;
import dev.freshet.worker.warmup.RunnerParts;
import dev.freshet.worker.warmup.WarmupRunner;
import dev.freshet.worker.warmup.work.WarmRegion;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Puts a node together: who is made of whom, and in which order it is closed, in one place. */
final class NodeParts {
  private static final Duration PRODUCER_CLOSE = Duration.ofSeconds(2);

  final NodeSettings settings;
  final Membership membership;
  final FreshetCache cache;
  final NodeRegions regions;
  final AppliedProgress progress = new AppliedProgress();
  final BrokerClock brokerClock = new BrokerClock(System::nanoTime);
  final CommandFollower follower;
  final WarmupRunner warmup;
  final HotKeyReporter hotKeys;
  final Preload preload;
  final @Nullable L2Store store;

  /** Opens all but the store, each with {@code closer}, and starts to follow. */
  NodeParts(
      FreshetNode.Builder builder,
      NodeSettings settings,
      Membership membership,
      @Nullable L2Store store,
      Closer closer) {
    this.settings = settings;
    this.membership = membership;
    this.store = store;
    AvroCodec avro = closer.add(AvroCodec.forRegistry(builder.registry));
    Producer<byte[], byte[]> producer = producer(settings);
    closer.add(() -> producer.close(PRODUCER_CLOSE));
    // Closed when the node serves no more: the goodbye is the last that is heard of it.
    closer.add(membership);
    OwnCommands own = new OwnCommands(settings.incarnation());
    CommandWriter commands = new CommandWriter(producer, avro, settings, own, builder.clock);
    this.cache = closer.add(builder.cache(commands, store).build());
    this.regions =
        new NodeRegions(
            cache,
            new NodeRegions.Declared(builder.regions, builder.ruleSets),
            () -> {
              membership.registrationChanged();
              warmIfAble();
            });
    Reactions reactions =
        new Reactions(
            new NodeMeters(builder.meters, progress, builder.clock),
            new StateReporter(producer, avro, settings, builder.clock),
            membership,
            builder.listener);
    this.follower =
        closer.add(
            new CommandFollower(
                settings,
                new FollowerParts(avro, cache.applier(), progress, brokerClock, own, reactions)));
    // Closed before the follower: what is written behind has to become commands, and be applied.
    closer.add(cache::endWriteBehind);
    this.warmup = closer.add(warmup(builder, avro, producer));
    this.hotKeys =
        closer.add(
            new HotKeyReporter(
                settings.id(),
                builder.hotKeys,
                regions::all,
                new HotKeyWriter(producer, avro, settings.topics()),
                builder.clock));
    this.preload = closer.add(preload(builder, avro));
    membership.holdUntil(preload.ready());
    membership.announce(
        AnnouncerParts.of(producer, avro, settings.topics()),
        new NodeInsight(cache, store, progress, follower::health, regions, preload::progress));
    follower.start();
    hotKeys.start();
    CompletableFuture<Void> unused =
        follower
            .ready()
            .thenRun(
                () -> {
                  warmIfAble();
                  preload.start();
                });
  }

  /** Done once the log is read and nothing that is to be warm holds the node up. */
  CompletableFuture<Void> ready() {
    return CompletableFuture.allOf(follower.ready(), preload.ready());
  }

  private Preload preload(FreshetNode.Builder builder, AvroCodec avro) {
    return new Preload(
        settings.node(),
        builder.jobs,
        new PreloadParts(
            name -> regions.declared().contains(name),
            name -> regions.all().stream().filter(each -> isNamed(each, name)).findFirst(),
            name -> regions.loading(name).map(NodeParts::warmRegion),
            new HotKeyReader(settings, avro),
            builder.sources,
            builder.meters));
  }

  private static boolean isNamed(Region<?> region, String name) {
    return region.settings().name().equals(name);
  }

  private WarmupRunner warmup(
      FreshetNode.Builder builder, AvroCodec avro, Producer<byte[], byte[]> producer) {
    return new WarmupRunner(
        settings,
        builder.warmup,
        new RunnerParts(
            avro,
            producer,
            name -> regions.loading(name).map(NodeParts::warmRegion),
            () -> cache.applier().isCaughtUp(),
            cache::watermarks,
            brokerClock,
            builder.sources,
            builder.meters,
            builder.clock));
  }

  private static <V> WarmRegion<V> warmRegion(LoadingRegion<V> region) {
    Integer most = region.description().maxConcurrency();
    return new WarmRegion<>(
        region.region(),
        region.bulk(),
        region.maxBatch(),
        most == null ? Integer.MAX_VALUE : most,
        region.description().ratePerSecond() != null);
  }

  /** Not before the log is read: what is stale would count as cached. */
  private void warmIfAble() {
    if (follower.isReady() && !regions.loaders().isEmpty()) {
      warmup.start();
    }
  }

  private static Producer<byte[], byte[]> producer(NodeSettings settings) {
    Map<String, Object> config = new HashMap<>(settings.clientConfig("producer"));
    int timeoutMs = Math.toIntExact(settings.commandTimeout().toMillis());
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    config.put("linger.ms", 0);
    // Soon after partitions were added, commands must go where the nodes look for them.
    config.put("metadata.max.age.ms", 10_000);
    // A write that cannot be ordered now must fail while its caller still waits.
    config.put("max.block.ms", timeoutMs);
    config.put("request.timeout.ms", timeoutMs);
    config.put("delivery.timeout.ms", timeoutMs);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
