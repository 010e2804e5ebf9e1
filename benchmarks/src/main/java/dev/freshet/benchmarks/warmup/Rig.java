// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cache.Warmed;
import dev.freshet.cache.store.RedisSettings;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.preload.HotKeyReporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Kafka, Redis, a coordinator with jobs, and a node that can load. For one thread. */
final class Rig implements AutoCloseable {
  static final String COLD = "cold";
  static final String WARMED = "warmed";

  private static final String RULE_SET = "bench";
  private static final String RUN = "run";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration REDIS_PATIENCE = Duration.ofSeconds(10);
  private static final Duration WINDOW = Duration.ofMillis(250);

  /** Windows in a row that must be good: a single one may be luck. */
  private static final int GOOD_WINDOWS = 4;

  /** Tasks of a run: as many at a time as a node does, each of so many keys. */
  private static final int TASKS = 8;

  private static final int TASK_KEYS = 1_000;

  /** By then most of what runs often is compiled, in all three that are compared. */
  private static final int ROUNDS_BEFORE = 6;

  private static final int MOST_HOT_KEYS = 10_000;
  private static final double OF_LEVEL = 0.95;
  private static final byte[] VALUE = "v".repeat(200).getBytes(UTF_8);
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: bench, owner: bench}
      regions:
        - {name: run, key: "run:{id}", ttl: 1h, l1: {maxEntries: 200000}}
        - {name: cold, key: "cold:{group}:{id}", tags: ["cold:{group}"], ttl: 1h, l1: {maxEntries: 20000}}
        - {name: warmed, key: "warmed:{group}:{id}", tags: ["warmed:{group}"], ttl: 1h, l1: {maxEntries: 20000}}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: bench, owner: bench}
      rules:
        - {id: cold-changed, event: cold.changed, invalidate: [{tag: "cold:{group}"}]}
        - {id: warmed-changed, event: warmed.changed, invalidate: [{tag: "warmed:{group}"}]}
      ---
      apiVersion: freshet.dev/v1
      kind: WarmupJobs
      metadata: {name: bench, owner: bench}
      jobs:
        - {id: run, region: run, onDemand: true, keys: {list: ["run:0"]}, batchSize: %d}
        - id: warmed
          region: warmed
          after: {rule: warmed-changed}
          keys: {hottest: 10000}
          ratePerSecond: %d
      """
          .formatted(TASK_KEYS, Source.LIMIT);

  private final int purgedKeys;
  private final Opened opened = new Opened();
  private final Topics topics = new Topics("warmup");
  private final Source source = new Source(VALUE);
  private final Map<String, Region<byte[]>> regions = new HashMap<>();
  private final FreshetNode node;
  private final PipelinedWriter writer;
  private final Runs runs;
  private final EventPublisher publisher;

  Rig(int runKeys, int purgedKeys) {
    this.purgedKeys = purgedKeys;
    try {
      Stack stack = opened.add(new Stack());
      EmbeddedRedis redis = opened.add(EmbeddedRedis.start());
      Server unused = stack.coordinator(topics);
      RuleSource rules = RuleSource.ofUtf8(RULE_SET, "bench.yaml", 1, RULES.getBytes(UTF_8));
      publish(stack, rules);
      this.writer = opened.add(new PipelinedWriter(redis.url()));
      this.node = opened.add(node(stack, redis, rules));
      this.runs = opened.add(new Runs(stack, topics));
      this.publisher = stack.publisher(topics);
      regions.put(RUN, node.bulkRegion(RUN, byte[].class, Rig::instantly).region());
      regions.put(COLD, node.region(COLD, byte[].class));
      regions.put(WARMED, node.bulkRegion(WARMED, byte[].class, source::warm).region());
      node.awaitReady(PATIENCE);
      for (int round = 0; round < ROUNDS_BEFORE; round++) {
        double unusedMicros = writeMicros(runKeys) + warmMicros(runKeys) + runMicros(runKeys);
      }
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the stack: cannot be started: " + e.getMessage(), e);
    }
  }

  private void publish(Stack stack, RuleSource rules) {
    String kafka = String.valueOf(stack.kafkaClient().get("bootstrap.servers"));
    try (RuleSetPublisher sets =
        RuleSetPublisher.connect(kafka, stack.registryUrl(), topics.environment())) {
      var unused = sets.publish(List.of(rules), "benchmark", "to measure");
    }
  }

  private FreshetNode node(Stack stack, EmbeddedRedis redis, RuleSource rules) {
    return FreshetNode.builder("n-1")
        .service("bench")
        .kafka(String.valueOf(stack.kafkaClient().get("bootstrap.servers")))
        .registry(stack.registryUrl())
        .environment(topics.environment())
        .redis(RedisSettings.at(redis.url()).withTimeout(REDIS_PATIENCE))
        .l2Timeout(REDIS_PATIENCE)
        .commandTimeout(PATIENCE)
        .regions(RuleBook.compile(List.of(rules)).orThrow().regions())
        .hotKeys(new HotKeyReporter.Settings(MOST_HOT_KEYS, Duration.ofSeconds(1)))
        .start();
  }

  private static Map<EntryKey, byte[]> instantly(Set<EntryKey> keys) {
    Map<EntryKey, byte[]> values = new HashMap<>();
    keys.forEach(key -> values.put(key, VALUE));
    return values;
  }

  int purgedKeys() {
    return purgedKeys;
  }

  /** How long a bare writer takes for a key, in microseconds. */
  double writeMicros(int keys) {
    writer.clear();
    long startNanos = System.nanoTime();
    writer.write(keys, VALUE);
    return (System.nanoTime() - startNanos) / 1e3 / keys;
  }

  /** How long a worker takes for a key, in microseconds, by as many threads as it has for tasks. */
  double warmMicros(int keys) throws Exception {
    clear();
    Region<byte[]> region = Objects.requireNonNull(regions.get(RUN), RUN);
    List<EntryKey> all =
        IntStream.range(0, keys).mapToObj(key -> region.key(Map.of("id", key))).toList();
    List<Callable<Warmed>> tasks = new ArrayList<>();
    for (int first = 0; first < keys; first += TASK_KEYS) {
      List<EntryKey> task = all.subList(first, Math.min(keys, first + TASK_KEYS));
      tasks.add(() -> region.warm(task, Rig::instantly));
    }
    ExecutorService workers = Executors.newFixedThreadPool(TASKS);
    try {
      long startNanos = System.nanoTime();
      int loaded = 0;
      for (Future<Warmed> task : workers.invokeAll(tasks)) {
        loaded += task.get().count(Warmed.Outcome.LOADED);
      }
      if (loaded != keys) {
        throw new IllegalStateException("warming: found " + loaded + " loaded, expected " + keys);
      }
      return (System.nanoTime() - startNanos) / 1e3 / keys;
    } finally {
      workers.shutdown();
    }
  }

  private void clear() {
    writer.clear();
    node.invalidate(new Target.Region(RUN));
  }

  /** How long a run takes for a key, in microseconds, from its first task on. */
  double runMicros(int keys) throws Exception {
    clear();
    List<String> all = IntStream.range(0, keys).mapToObj(key -> "run:" + key).toList();
    WarmupRun run = runs.run(RULE_SET, RUN, all);
    long startedAtMs = run.getStartedAtMs().orElseThrow();
    return (run.getEndedAtMs().orElseThrow() - startedAtMs) * 1e3 / keys;
  }

  /** Fills a region, has readers on it, purges it, and waits until their hit rate is back. */
  Recovery purge(String name) throws Exception {
    writer.clear();
    Region<byte[]> region = Objects.requireNonNull(regions.get(name), name);
    List<EntryKey> keys =
        IntStream.range(0, purgedKeys)
            .mapToObj(id -> region.key(Map.of("group", "g", "id", id)))
            .toList();
    Warmed unusedOutcomes = region.warm(keys, Rig::instantly);
    Set<EntryKey> unusedKeys = region.fill(keys);
    try (ZipfReaders readers = new ZipfReaders(region, keys, source)) {
      double level = level(readers);
      long unusedCount = source.takeMostWarmedInASecond();
      long startNanos = System.nanoTime();
      CompletableFuture<Void> purged = purged(publisher.publish(changed(name)).join());
      double seconds = secondsUntilBack(readers, level, startNanos, purged);
      return new Recovery(seconds, source.takeMostWarmedInASecond());
    }
  }

  /** The hit rate once the node has told which of its keys are hot, as it does every second. */
  private static double level(ZipfReaders readers) {
    Pace.rest(Duration.ofSeconds(3));
    double unused = readers.takeHitRate();
    Pace.rest(Duration.ofSeconds(1));
    return readers.takeHitRate();
  }

  private static DomainEvent changed(String region) {
    String id = UUID.randomUUID().toString();
    return new DomainEvent(
        id, "/benchmark", region + ".changed", "g", null, Map.of(), Map.of("group", "g"));
  }

  /** Done once the node has applied the event: a purge may be over before anybody has looked. */
  private CompletableFuture<Void> purged(Receipt receipt) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            node.awaitApplied(receipt, PATIENCE);
          } catch (TimeoutException | InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  private static double secondsUntilBack(
      ZipfReaders readers, double level, long startNanos, CompletableFuture<Void> applied) {
    long deadlineNanos = startNanos + PATIENCE.toNanos();
    boolean purged = false;
    int good = 0;
    double seconds = 0;
    while (System.nanoTime() - deadlineNanos < 0) {
      purged |= applied.isDone();
      double unused = readers.takeHitRate();
      Pace.rest(WINDOW);
      boolean isBack = readers.takeHitRate() >= OF_LEVEL * level;
      purged |= !isBack;
      if (purged && isBack) {
        seconds = good == 0 ? (System.nanoTime() - startNanos) / 1e9 : seconds;
        if (++good == GOOD_WINDOWS) {
          return seconds;
        }
      } else {
        good = 0;
      }
    }
    throw new IllegalStateException("hit rate: found it still low after " + PATIENCE);
  }

  @Override
  public void close() {
    opened.close();
  }
}
