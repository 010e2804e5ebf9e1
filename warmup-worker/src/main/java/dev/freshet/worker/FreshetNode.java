// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.BulkLoader;
import dev.freshet.cache.CommandLog;
import dev.freshet.cache.FreshetCache;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionStats;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.store.CircuitState;
import dev.freshet.cache.store.L2Store;
import dev.freshet.cache.store.RedisSettings;
import dev.freshet.cache.store.ResilienceSettings;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.registry.MemberId;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.member.MemberDescription;
import dev.freshet.worker.member.Membership;
import dev.freshet.worker.preload.HotKeyReporter;
import dev.freshet.worker.preload.JobProgress;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.warmup.WarmupSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A node: the cache of one service instance, kept fresh by the command log. Embed one per process.
 *
 * <pre>{@code
 * FreshetNode node = FreshetNode.builder("payment-api-1")
 *     .kafka("localhost:9092").registry("http://localhost:8081").redis("redis://localhost:6379")
 *     .regions(catalog)
 *     .start();
 * Region<History> histories = node.region("payment:history", History.class);
 * History history = histories.get(Map.of("userId", 42), key -> database.history(42));
 * }</pre>
 *
 * <p>Safe for any thread. {@link Builder#start} does not block: until {@link #awaitReady} the node
 * serves from L1 and loaders alone, because it does not yet know which values in L2 are stale.
 */
public final class FreshetNode implements AutoCloseable {
  private static final String DEFAULT_SERVICE = "default";

  private final NodeParts parts;
  private final Closer closer;

  private FreshetNode(NodeParts parts, Closer closer) {
    this.parts = parts;
    this.closer = closer;
  }

  /**
   * Starts to describe a node.
   *
   * @param node which instance of its service it is: an identity that survives restarts
   * @throws IllegalArgumentException if {@code node} is not 1 to 100 letters, digits, dots, dashes,
   *     underscores and colons
   */
  public static Builder builder(String node) {
    return new Builder(node);
  }

  /**
   * A region that the rule files declare; the same one on every call.
   *
   * @param type of the values, read and written as JSON; {@code byte[].class} for bytes as they are
   * @throws IllegalArgumentException if no region has the name, or it was opened with another type
   */
  public <V> Region<V> region(String name, Class<V> type) {
    return parts.regions.open(name, NodeRegions.codec(type));
  }

  /**
   * A region of values whose type has arguments, read and written as JSON; the same one on every
   * call.
   *
   * @param type of the values, for example what Jackson's {@code TypeReference} or a method's
   *     generic return type says; the caller answers for its being {@code V}
   * @throws IllegalArgumentException if no region has the name, or it was opened with another type
   */
  public <V> Region<V> region(String name, Type type) {
    return parts.regions.open(name, NodeRegions.codec(type));
  }

  /**
   * A region whose values have a form of their own: text, MessagePack, Avro, Protobuf; the same one
   * on every call.
   *
   * @param codec of the values
   * @throws IllegalArgumentException if no region has the name, or it was opened with a codec that
   *     is not equal
   * @throws IllegalStateException if a library that the region's compression needs is missing
   */
  public <V> Region<V> region(String name, Codec<V> codec) {
    return parts.regions.open(name, codec);
  }

  /**
   * A region that the node can load by itself, of values that are read and written as JSON; the
   * same one on every call. The registration of the node says so from now on.
   *
   * @throws IllegalArgumentException if no region has the name, or it was opened with another type
   *     or another loader
   */
  public <V> LoadingRegion<V> region(String name, Class<V> type, Loader<V> loader) {
    return region(name, NodeRegions.<V>codec(type), loader);
  }

  /** As {@link #region(String, Class, Loader)}, of values whose form is {@code codec}. */
  public <V> LoadingRegion<V> region(String name, Codec<V> codec, Loader<V> loader) {
    return parts.regions.open(name, codec, loader);
  }

  /**
   * A region that the node can load by itself, many keys at once, of values that are read and
   * written as JSON; the same one on every call. The registration of the node says so from now on,
   * with what a {@link SourceLoader} says of itself.
   *
   * @throws IllegalArgumentException if no region has the name, or it was opened with another type
   *     or another loader
   */
  public <V> LoadingRegion<V> bulkRegion(String name, Class<V> type, BulkLoader<V> loader) {
    return bulkRegion(name, NodeRegions.<V>codec(type), loader);
  }

  /** As {@link #bulkRegion(String, Class, BulkLoader)}, of values whose form is {@code codec}. */
  public <V> LoadingRegion<V> bulkRegion(String name, Codec<V> codec, BulkLoader<V> loader) {
    return parts.regions.openBulk(name, codec, loader);
  }

  /** The regions that were opened so far. */
  public List<Region<?>> openRegions() {
    return parts.regions.all();
  }

  /** The loaders with which regions were opened so far, by region. */
  public Map<String, Loader<?>> loaders() {
    return parts.regions.loaders();
  }

  /** The names of all regions that may be opened. */
  public List<String> declaredRegions() {
    return parts.regions.declared();
  }

  /**
   * Has regions be declared otherwise from now on. Those that come can be opened; those that are
   * open stay as they were opened, and if they are declared otherwise now, or no more, the node
   * says so by its condition {@code RegionsCurrent}: only a restart changes them.
   *
   * @param catalog all regions that are to be declared
   * @param revisions of the rule sets that declare them, by name
   */
  public void declare(RegionCatalog catalog, Map<String, Long> revisions) {
    parts.regions.declare(new NodeRegions.Declared(catalog, revisions));
    parts.membership.beatNow();
  }

  /** How the circuit before L2 stands; closed if there is none. */
  public CircuitState circuit() {
    return parts.store == null ? CircuitState.CLOSED : parts.store.circuit();
  }

  /**
   * Invalidates a target on every node, through the log. Blocks until the command is stored and
   * applied here.
   *
   * @throws dev.freshet.cache.CommandFailedException if that failed or took too long
   */
  public void invalidate(Target target) {
    parts.cache.invalidate(target);
  }

  /**
   * Blocks until the node has read the command log up to the end that it had at the start, and no
   * {@linkplain Builder#jobs job} holds it up that is to warm it before it is ready.
   *
   * @throws TimeoutException if it takes longer than {@code timeout}
   */
  public void awaitReady(Duration timeout) throws TimeoutException, InterruptedException {
    Waits.await(parts.ready(), timeout, "node " + name() + ": not ready");
  }

  /** Whether {@link #awaitReady} would return at once. */
  public boolean isReady() {
    return parts.follower.isReady() && parts.preload.ready().isDone();
  }

  /** How far the node is with the jobs that warm it when it joins. Never blocks. */
  public List<JobProgress> preloads() {
    return parts.preload.progress();
  }

  /**
   * Blocks until everything that an event invalidates is stale here: read your own writes, through
   * any service.
   *
   * @throws TimeoutException if it takes longer than {@code timeout}
   */
  public void awaitApplied(Receipt receipt, Duration timeout)
      throws TimeoutException, InterruptedException {
    Waits.await(
        parts.progress.applied(receipt),
        timeout,
        "node " + name() + ": event " + receipt + " not applied");
  }

  /**
   * Every event stored before this time is applied here: the bound on staleness. Empty while it is
   * not known.
   */
  public Optional<Instant> closedTime() {
    return parts.progress.closedTime();
  }

  /** Which instance of its service the node is; survives restarts. */
  public String name() {
    return id().instance();
  }

  /** The node's identity in the registry; survives restarts. */
  public MemberId id() {
    return parts.settings.id();
  }

  /** How the regions that were opened are doing. Never blocks. */
  public List<RegionStats> stats() {
    return parts.cache.stats();
  }

  /**
   * Says now which keys the node serves most, and not only every minute: what warm-up jobs that ask
   * for the hottest keys go by. Does not wait.
   */
  public void reportHotKeys() {
    parts.hotKeys.reportNow();
  }

  /**
   * Tells everybody that the node is to get no more work. It goes on serving until it is closed.
   * Does not wait.
   */
  public void drain() {
    parts.membership.drain();
    parts.warmup.drain();
    parts.hotKeys.reportNow();
  }

  /**
   * Drains, stops following, leaves the registry and closes all connections, also that of L2;
   * idempotent. Blocks for some seconds at the most, whatever the servers do.
   */
  @Override
  public void close() {
    drain();
    closer.close();
  }

  /** Settings of a node; Kafka and registry are required. Not safe for concurrent use. */
  public static final class Builder {
    private MemberId id;
    private String kafka = "";
    String registry = "";
    private Topics topics = Topics.DEFAULT;
    private @Nullable BiFunction<Closer, Runnable, L2Store> store;
    private ResilienceSettings resilience = ResilienceSettings.DEFAULT;
    RegionCatalog regions = RegionCatalog.of(List.of());
    Map<String, Long> ruleSets = Map.of();
    private Duration commandTimeout = Duration.ofSeconds(5);
    private Map<String, Object> kafkaProperties = Map.of();
    MeterRegistry meters = new SimpleMeterRegistry();
    CommandListener listener = command -> {};
    private Duration l2Timeout = Duration.ofMillis(250);
    private @Nullable Executor executor;
    private int epochTableCapacity = 1 << 20;
    private MemberDescription member = MemberDescription.NONE;
    WarmupSettings warmup = WarmupSettings.DEFAULT;
    Sources sources = Sources.NONE;
    List<JobDefinition> jobs = List.of();
    HotKeyReporter.Settings hotKeys = HotKeyReporter.Settings.DEFAULT;
    final InstantSource clock = InstantSource.system();

    private Builder(String node) {
      id = new MemberId(DEFAULT_SERVICE, node);
    }

    /** Bootstrap servers, for example {@code localhost:9092}. */
    public Builder kafka(String bootstrapServers) {
      kafka = bootstrapServers;
      return this;
    }

    /** Further settings for every Kafka client, for example for TLS. */
    public Builder kafkaProperties(Map<String, Object> properties) {
      kafkaProperties = properties;
      return this;
    }

    /** Base URL of the schema registry. */
    public Builder registry(String url) {
      registry = url;
      return this;
    }

    /** The prefix of all topics and of all keys in L2; default {@code freshet}. */
    public Builder environment(String environment) {
      topics = new Topics(environment);
      return this;
    }

    /**
     * Redis as L2, for example {@code redis://localhost:6379}; without a store there is L1 alone.
     *
     * @throws IllegalArgumentException if {@code uri} is not one of Redis
     */
    public Builder redis(String uri) {
      return redis(RedisSettings.at(uri));
    }

    /** Redis as L2, standalone, Sentinel or Cluster, behind a circuit breaker. */
    public Builder redis(RedisSettings settings) {
      store =
          (closer, circuitChanged) ->
              closer.add(
                  L2Store.resilient(
                      closer.add(L2Store.redis(settings)),
                      resilience,
                      meters,
                      state -> circuitChanged.run()));
      return this;
    }

    /** When Redis is left alone, and what is tried again; default as {@link ResilienceSettings}. */
    public Builder resilience(ResilienceSettings value) {
      resilience = value;
      return this;
    }

    /** Any store as L2, as it is; the node closes it, also if it cannot start. */
    public Builder store(L2Store value) {
      store = (closer, circuitChanged) -> closer.add(value);
      return this;
    }

    /** The regions that may be opened. */
    public Builder regions(RegionCatalog catalog) {
      regions = catalog;
      return this;
    }

    /** How long writes and invalidations may take; default 5 s. */
    public Builder commandTimeout(Duration value) {
      commandTimeout = value;
      return this;
    }

    /** Where meters go; default a registry of its own. */
    public Builder meters(MeterRegistry value) {
      meters = value;
      return this;
    }

    /** Hears of every command that is applied; default nobody. */
    public Builder listener(CommandListener value) {
      listener = value;
      return this;
    }

    /** How long a read waits for L2 before it counts a miss; default 250 ms. */
    public Builder l2Timeout(Duration value) {
      l2Timeout = value;
      return this;
    }

    /**
     * What runs loaders that have a timeout or a lease, refreshes, and the stages of asynchronous
     * callers; default up to 64 daemon threads. Loaders block it. The node does not end it.
     */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /** How many targets the epoch table remembers; default about a million. */
    public Builder epochTableCapacity(int value) {
      epochTableCapacity = value;
      return this;
    }

    /**
     * The service that the node is an instance of; default {@code default}.
     *
     * @throws IllegalArgumentException as {@link FreshetNode#builder} for the node
     */
    public Builder service(String name) {
      id = new MemberId(name, id.instance());
      return this;
    }

    /** The team that answers for the service. */
    public Builder owner(String team) {
      member = member.withOwner(team);
      return this;
    }

    /** The version of the service's software. */
    public Builder version(String value) {
      member = member.withVersion(value);
      return this;
    }

    /** Where the node runs. */
    public Builder zone(String value) {
      member = member.withZone(value);
      return this;
    }

    /** The service publishes events of this type, too. */
    public Builder publishes(String eventType) {
      member = member.withPublished(eventType);
      return this;
    }

    /** The service consumes events of this type, or cache-state events of this kind, too. */
    public Builder consumes(String eventType) {
      member = member.withConsumed(eventType);
      return this;
    }

    /** The revisions of the rule sets that {@link #regions} come from, by name. */
    public Builder ruleSets(Map<String, Long> revisions) {
      ruleSets = revisions;
      return this;
    }

    /**
     * How often the node is heard; default 5 s, at least 1 s. It is suspect after three times as
     * long without a sign of life, and gone after six.
     */
    public Builder heartbeat(Duration value) {
      member = member.withHeartbeat(value);
      return this;
    }

    /**
     * How much the node warms; default {@link WarmupSettings#DEFAULT}. It works on the warm-up
     * tasks of its service once a region was opened with a loader.
     */
    public Builder warmup(WarmupSettings value) {
      warmup = value;
      return this;
    }

    /**
     * The warm-up jobs that the rule files declare; default none. Those that are {@code onJoin} the
     * node does itself once it has read the command log, each when its region is open; with {@code
     * holdReady} it is not ready before. The others are left to the coordinators.
     */
    public Builder jobs(List<JobDefinition> declared) {
      jobs = List.copyOf(declared);
      return this;
    }

    /** How much the node says of the keys that it serves most; default a thousand keys a region. */
    public Builder hotKeys(HotKeyReporter.Settings value) {
      hotKeys = value;
      return this;
    }

    /** The databases and endpoints that warm-up jobs list keys from; default none. */
    public Builder sources(Sources value) {
      sources = value;
      return this;
    }

    /**
     * Starts the node, which connects in the background. If it cannot be started, nothing of it
     * stays open.
     *
     * @throws IllegalStateException if Kafka or the registry is not named
     * @throws IllegalArgumentException if an address cannot be one, or what is said of the service
     *     cannot be registered; names all problems
     * @throws org.apache.kafka.common.KafkaException if a setting of a Kafka client is wrong
     */
    public FreshetNode start() {
      NodeSettings settings = settings();
      Membership membership = new Membership(settings, member);
      Closer closer = new Closer(settings.node());
      try {
        L2Store opened = store == null ? null : store.apply(closer, membership::beatNow);
        require("kafka", kafka);
        require("registry", registry);
        return new FreshetNode(new NodeParts(this, settings, membership, opened, closer), closer);
      } catch (RuntimeException | Error e) {
        closer.close();
        throw e;
      }
    }

    private void require(String setting, String value) {
      if (value.isEmpty()) {
        throw new IllegalStateException(
            "node " + id.instance() + ": found no '" + setting + "', expected it before start()");
      }
    }

    private NodeSettings settings() {
      return new NodeSettings(
          id, UUID.randomUUID().toString(), kafka, topics, commandTimeout, kafkaProperties);
    }

    FreshetCache.Builder cache(CommandLog commands, @Nullable L2Store opened) {
      FreshetCache.Builder builder =
          FreshetCache.builder(commands)
              .namespace(topics.environment())
              .commandTimeout(commandTimeout)
              .l2Timeout(l2Timeout)
              .meters(meters)
              .epochTableCapacity(epochTableCapacity);
      if (executor != null) {
        builder.executor(executor);
      }
      return opened == null ? builder : builder.store(opened);
    }
  }
}
