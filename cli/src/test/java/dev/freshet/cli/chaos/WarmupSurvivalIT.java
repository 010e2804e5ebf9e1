// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.coordinator.warmup.view.RunsView;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.testkit.ChildJvm;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.PostgresFixture;
import dev.freshet.testkit.RegistryFixture;
import dev.freshet.worker.FreshetNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers and the planner as processes of their own, killed and halted at random moments while
 * 50,000 rows of PostgreSQL are warmed and some of them change: every row is warmed or refused, and
 * what a node finds in Redis afterwards is no older than its row.
 */
class WarmupSurvivalIT {
  private static final int ITEMS = 50_000;
  private static final int WORKERS = 3;

  /** Of a machine that has other things to do; it takes a small part of it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Soon enough for a test, of a worker that is halted. */
  private static final Duration LOCK = Duration.ofSeconds(3);

  private static final Set<RunState> UNDER_WAY =
      Set.of(RunState.WAITING, RunState.LISTING, RunState.RUNNING);
  private static final String RUN = "run-1";

  @TempDir private Path directory = Path.of("");
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final String kafka = KafkaFixture.bootstrapServers();
  private final Map<String, Object> client = Map.of("bootstrap.servers", kafka);
  private final Topics topics = new Topics(Environments.unique());
  private final String database = PostgresFixture.newDatabase();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final AvroCodec codec = opened(AvroCodec.forRegistry(RegistryFixture.url()));
  private final EmbeddedRedis redis = opened(EmbeddedRedis.start());
  private final Map<String, ChildProcess> workers = new TreeMap<>();
  private ChildProcess coordinator;
  private Items items;
  private RunsView runs;

  @BeforeEach
  void start() throws Exception {
    System.out.println("WarmupSurvivalIT: seed " + seed);
    try (Admin admin = Admin.create(client);
        RuleSetPublisher rules =
            RuleSetPublisher.connect(kafka, RegistryFixture.url(), topics.environment())) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
      lock(admin);
      rules.publish(ItemRules.sources(), "test", "chaos");
    }
    coordinator = startCoordinator();
    for (int i = 0; i < WORKERS; i++) {
      startWorker("w" + i);
    }
    items = opened(new Items(database, ITEMS));
    runs = opened(RunsView.follow(client, topics, codec));
    String unused = coordinator.awaitLine(CoordinatorProcess.READY, PATIENCE);
    workers.values().forEach(worker -> worker.awaitLine(WorkerProcess.READY, PATIENCE));
  }

  private void lock(Admin admin) throws Exception {
    String group = topics.warmupWorkers(WorkerProcess.SERVICE, WarmupPriority.HIGH);
    ConfigEntry lock =
        new ConfigEntry("share.record.lock.duration.ms", Long.toString(LOCK.toMillis()));
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.GROUP, group),
                List.of(new AlterConfigOp(lock, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  @AfterEach
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @Test
  void shouldLoseNoTaskAndWarmNothingStale() throws Exception {
    try (ItemChanges changes =
        new ItemChanges(kafka, topics.environment(), items, ITEMS, new Random(seed))) {
      order();
      haveFaults();
      WarmupRun run = await("the end").atMost(PATIENCE).until(this::run, r -> !isUnderWay(r));
      Iterable<Receipt> last = changes.stop();

      assertEquals(RunState.DONE, run.getState(), run::toString);
      assertEquals(ITEMS, run.getKeys(), run::toString);
      assertEquals(
          ITEMS, run.getPresent() + run.getLoaded() + run.getRefused(), () -> "found " + run);
      expectFreshInL2(last, changes.changed());
    }
  }

  /** At random moments, the first while the keys are listed or nothing has happened yet. */
  private void haveFaults() {
    int[] moments = random.ints(4, 1, ITEMS * 4 / 5).sorted().toArray();
    killWorkerAt(0);
    killWorkerAt(moments[0]);
    awaitWarm(moments[1]);
    ChildProcess halted = workers.get(anyone());
    halted.pause();
    awaitWarm(moments[2]);
    coordinator.kill9();
    coordinator = startCoordinator();
    awaitWarm(moments[3]);
    halted.resume();
    killWorkerAt(0);
  }

  private void killWorkerAt(int warm) {
    awaitWarm(warm);
    String name = anyone();
    workers.get(name).kill9();
    startWorker(name);
  }

  private String anyone() {
    return List.copyOf(workers.keySet()).get(random.nextInt(WORKERS));
  }

  private void awaitWarm(int least) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              WarmupRun run = run();
              assertTrue(warm(run) >= least || !isUnderWay(run), run::toString);
            });
  }

  private static long warm(WarmupRun run) {
    return run.getPresent() + run.getLoaded() + run.getRefused();
  }

  private static boolean isUnderWay(WarmupRun run) {
    return UNDER_WAY.contains(run.getState());
  }

  private WarmupRun run() {
    return await("the run")
        .atMost(PATIENCE)
        .until(() -> runs.runs().flatMap(all -> all.find(RUN)), Optional::isPresent)
        .orElseThrow();
  }

  private void order() throws Exception {
    StartRun start =
        StartRun.newBuilder()
            .setRun(RUN)
            .setRuleSet(ItemRules.RULE_SET)
            .setJob(ItemRules.JOB)
            .setKeys(List.of())
            .build();
    WarmupMessage message = new WarmupMessage("test", System.currentTimeMillis(), start);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      String inbox = topics.warmupInbox();
      producer
          .send(new ProducerRecord<>(inbox, RUN.getBytes(UTF_8), codec.encode(inbox, message)))
          .get();
    }
  }

  /** A node that knows of all changes reads what the workers have left behind. */
  private void expectFreshInL2(Iterable<Receipt> last, Set<Integer> changed) throws Exception {
    try (FreshetNode reader =
        WorkerProcess.node(
                kafka, RegistryFixture.url(), redis.url(), topics.environment(), "reader")
            .start()) {
      reader.awaitReady(PATIENCE);
      for (Receipt receipt : last) {
        reader.awaitApplied(receipt, PATIENCE);
      }
      Map<Integer, Long> found = present(reader.region(ItemRules.REGION, Long.class));
      Map<Integer, Long> rows = items.versions();
      List<Integer> stale =
          found.keySet().stream().filter(id -> !found.get(id).equals(rows.get(id))).toList();
      assertEquals(List.of(), stale, () -> "stale, seed " + seed);
      List<Integer> lost =
          rows.keySet().stream()
              .filter(id -> !changed.contains(id) && !found.containsKey(id))
              .toList();
      assertEquals(List.of(), lost, () -> "neither changed nor cached, seed " + seed);
    }
  }

  private static Map<Integer, Long> present(Region<Long> region) {
    Map<Integer, Long> found = new HashMap<>();
    List<EntryKey> keys = new ArrayList<>();
    for (int id = 0; id < ITEMS; id++) {
      keys.add(region.key(Map.of("id", id)));
      if (keys.size() == 1_000) {
        region
            .getAllPresent(keys)
            .forEach(
                (key, version) -> found.put(Integer.valueOf(key.param("id").toString()), version));
        keys.clear();
      }
    }
    return found;
  }

  private ChildProcess startCoordinator() {
    return start(
        CoordinatorProcess.class,
        kafka,
        RegistryFixture.url(),
        topics.environment(),
        "planner",
        directory.toString());
  }

  private void startWorker(String name) {
    workers.put(
        name,
        start(
            WorkerProcess.class,
            kafka,
            RegistryFixture.url(),
            redis.url(),
            topics.environment(),
            database,
            name));
  }

  private ChildProcess start(Class<?> main, String... arguments) {
    ChildProcess process = ChildJvm.start(main, arguments);
    open.push(process::kill9);
    return process;
  }
}
