// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.LogOffset;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Position;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.worker.log.BrokerClock;
import dev.freshet.worker.warmup.work.Outcome;
import dev.freshet.worker.warmup.work.Works;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskLoopTest {
  private static final int SLOTS = 2;
  private static final Topics TOPICS = Topics.DEFAULT;

  private final AvroCodec avro = AvroCodec.forRegistry("mock://task-loop");
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final Map<WarmupPriority, FakeLane> lanes = new HashMap<>();
  private final Map<Long, WarmupTask> tasks = new HashMap<>();
  private final AtomicLong nanos = new AtomicLong();
  private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> interrupted = new LinkedBlockingQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private List<Position> watermarks = List.of();
  private boolean isReady = true;
  private final BrokerClock brokerClock = new BrokerClock(nanos::get);
  private final TaskLoop loop =
      new TaskLoop(
          new LoopParts(
              SLOTS,
              new Lanes(
                  now -> true,
                  priority -> lanes.computeIfAbsent(priority, FakeLane::new),
                  Integer.MAX_VALUE),
              new Board(region -> region.equals("narrow") ? 1 : 8),
              record -> Optional.ofNullable(tasks.get(record.offset())).orElseThrow(),
              this::work,
              executor,
              new LastWords(
                  producer, avro, TOPICS, "users/n1", InstantSource.system(), Runnable::run),
              "users/n1",
              () -> isReady,
              () -> watermarks,
              brokerClock,
              new RunnerMeters(meters),
              nanos::get));

  @AfterEach
  void close() {
    executor.shutdownNow();
    avro.close();
  }

  /** A job's name says what becomes of its tasks. */
  private Outcome work(WarmupTask task, BooleanSupplier isStopped) throws InterruptedException {
    begun.add(task.getRun());
    switch (task.getJob()) {
      case "hangs" -> {
        try {
          never.await();
        } catch (InterruptedException e) {
          interrupted.add(task.getRun());
          throw e;
        }
      }
      case "unable" -> {
        return new Outcome.Unable("not here");
      }
      case "breaks" -> throw new IllegalStateException("broken");
      default -> {}
    }
    Outcome.Done undone = Works.undone(task, "users/n1", null);
    return new Outcome.Done(TaskOutcome.DONE, undone.report(), List.of(), "");
  }

  @Test
  void shouldReportBeforeItAcknowledges() throws Exception {
    producer.sendException = new IllegalStateException("Kafka is away");
    give(WarmupPriority.HIGH, task(1, "fine"), 1);
    passUntil(() -> !settled().isEmpty());
    assertEquals(Map.of(1L, AcknowledgeType.RELEASE), settled(), "not reported, so not done");

    producer.sendException = null;
    give(WarmupPriority.HIGH, task(2, "fine"), 1);
    passUntil(() -> settled().size() == 2);

    assertEquals(AcknowledgeType.ACCEPT, settled().get(2L));
    assertEquals(List.of("run-2"), reports().stream().map(TaskReport::getRun).toList());
    assertFalse(loop.pass(true), "nothing is left");
    assertEquals(1, count("done"));
    assertEquals(1, count("released"));
  }

  @Test
  void shouldWaitForTheCommandsThatATaskIsBehind() throws Exception {
    WarmupTask task =
        WarmupTask.newBuilder(task(1, "fine"))
            .setBehind(List.of(new LogOffset(0, 7L), new LogOffset(2, 3L)))
            .build();
    watermarks = List.of(new Position(0, 5, 8), new Position(1, 5, 0), new Position(2, 5, 3));
    give(WarmupPriority.HIGH, task, 1);
    passTimes(3);
    assertNothingBegun("offset 3 itself is not passed");

    watermarks = List.of(new Position(0, 5, 8), new Position(1, 5, 0), new Position(2, 5, 4));
    passUntil(() -> !settled().isEmpty());

    assertEquals(List.of("run-1"), List.copyOf(begun));
  }

  @Test
  void shouldBeginNothingWhileTheNodeStartsOver() throws Exception {
    isReady = false;
    give(WarmupPriority.HIGH, task(1, "fine"), 1);
    passTimes(3);
    assertNothingBegun("it is not ready");

    isReady = true;
    passUntil(() -> !settled().isEmpty());
  }

  @Test
  void shouldBeginNothingThatIsTooOld() throws Exception {
    isReady = false;
    give(WarmupPriority.HIGH, living(1, Duration.ofSeconds(60)), 1);
    give(WarmupPriority.HIGH, living(2, Duration.ofSeconds(61)), 1);
    give(WarmupPriority.LOW, task(3, "fine"), 1);
    passTimes(1);
    isReady = true;

    // By the brokers' clocks, and they are all stamped 0.
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    brokerClock.heard(Duration.ofSeconds(61).toMillis());
    passUntil(() -> settled().size() == 3);

    assertEquals(Set.of("run-2", "run-3"), Set.copyOf(begun));
    assertEquals(Set.of(AcknowledgeType.ACCEPT), Set.copyOf(settled().values()));
    assertEquals(
        Set.of("run-2", "run-3"),
        reports().stream().map(TaskReport::getRun).collect(Collectors.toSet()));
    assertEquals(1, count("expired"));
    assertFalse(loop.pass(true), "nothing is left");
  }

  @Test
  void shouldTakeTheTimeFromTasksWhileNothingElseIsHeard() throws Exception {
    isReady = false;
    give(WarmupPriority.HIGH, living(1, Duration.ofSeconds(60)), 1);
    passTimes(1);
    passLater(Duration.ofSeconds(61));
    isReady = true;
    passUntil(() -> settled().size() == 1);

    assertEquals(List.of(), List.copyOf(begun));
  }

  private static WarmupTask living(int number, Duration life) {
    return WarmupTask.newBuilder(task(number, "fine")).setLifeMs(life.toMillis()).build();
  }

  @Test
  void shouldLeaveToOthersWhatStaysBehindForTooLong() throws Exception {
    WarmupTask task =
        WarmupTask.newBuilder(task(1, "fine")).setBehind(List.of(new LogOffset(0, 7L))).build();
    give(WarmupPriority.HIGH, task, 1);
    passTimes(2);

    passLater(Duration.ofSeconds(11));
    assertEquals(Map.of(), settled(), "not at once");
    passLater(Duration.ofSeconds(1));

    assertEquals(Map.of(1L, AcknowledgeType.RELEASE), settled());
  }

  @Test
  void shouldStopATaskThatTakesTooLongAndReportItTheSecondTime() throws Exception {
    give(WarmupPriority.HIGH, task(1, "hangs"), 1);
    passUntil(() -> !begun.isEmpty());
    passLater(Duration.ofSeconds(11));
    passTimes(2);
    assertEquals(Map.of(1L, AcknowledgeType.RELEASE), settled());

    give(WarmupPriority.HIGH, task(2, "hangs"), 2);
    passUntil(() -> begun.size() == 2);
    passLater(Duration.ofSeconds(11));
    passUntil(() -> settled().size() == 2);

    assertEquals(AcknowledgeType.ACCEPT, settled().get(2L));
    TaskReport report = reports().get(0);
    assertEquals(TaskOutcome.FAILED, report.getOutcome());
    assertEquals(List.of("profile:1"), report.getFailedKeys());
    assertEquals(Optional.of("not done within PT10S"), report.getError());
    assertEquals(1, letters().size());
    await().until(() -> interrupted.size() == 2);
  }

  @Test
  void shouldStopATaskWhoseLockIsLost() throws Exception {
    ConsumerRecord<byte[], byte[]> record = give(WarmupPriority.HIGH, task(1, "hangs"), 1);
    passUntil(() -> !begun.isEmpty());

    lane(WarmupPriority.HIGH).lost.add(record);
    passTimes(1);

    await().until(() -> !interrupted.isEmpty());
    passUntil(() -> inFlight() == 0);
    assertEquals(Map.of(), settled(), "it is somebody else's now");
    assertEquals(1, count("lost"));
  }

  @Test
  void shouldBuryWhatNobodyCanDo() throws Exception {
    give(WarmupPriority.HIGH, task(1, "unable"), 4);
    give(WarmupPriority.LOW, task(2, "breaks"), 5);
    passUntil(() -> settled().size() == 1 && inFlight() == 0);
    assertEquals(AcknowledgeType.ACCEPT, settled().get(2L), "after the last delivery");
    assertEquals("java.lang.IllegalStateException: broken", letters().get(0));

    passLater(Duration.ofSeconds(5));

    assertEquals(AcknowledgeType.RELEASE, settled().get(1L));
  }

  @Test
  void shouldKeepToTheConcurrencyOfAJobAndTheRoomOfARegion() throws Exception {
    for (int i = 1; i <= 3; i++) {
      give(
          WarmupPriority.HIGH,
          WarmupTask.newBuilder(task(i, "hangs")).setConcurrency(1).build(),
          1);
    }
    give(WarmupPriority.LOW, WarmupTask.newBuilder(task(4, "fine")).setRegion("narrow").build(), 1);
    passUntil(() -> settled().containsKey(4L) && begun.size() == 2);
    passTimes(3);

    assertEquals(1, inFlight(), "one that hangs");
    assertEquals(2, begun.size(), () -> "that and the other: " + begun);
    assertEquals(2, meters.get("freshet.warmup.tasks.waiting").gauge().value());
  }

  @Test
  void shouldGiveBackWhatWaitsAndThenWhatHangs() throws Exception {
    for (int i = 1; i <= 3; i++) {
      give(WarmupPriority.HIGH, task(i, "hangs"), 1);
    }
    passUntil(() -> begun.size() == SLOTS);

    assertTrue(loop.pass(false), "two are under way");
    assertEquals(Map.of(3L, AcknowledgeType.RELEASE), settled());
    loop.stopAll();

    assertEquals(3, settled().size());
    assertTrue(settled().values().stream().allMatch(how -> how == AcknowledgeType.RELEASE));
    await().until(() -> interrupted.size() == 2);
    loop.abandon();
    assertTrue(lanes.values().stream().allMatch(lane -> lane.isClosed));
  }

  private static WarmupTask task(int number, String job) {
    return WarmupTask.newBuilder()
        .setRun("run-" + number)
        .setNumber(number)
        .setAttempt(1)
        .setRuleSet("users")
        .setJob(job)
        .setRegion("profile")
        .setWork(new LoadKeys(List.of("profile:1")))
        .setBehind(List.of())
        .setConcurrency(8)
        .setTimeoutMs(10_000)
        .setAttempts(1)
        .setBackoffMs(1)
        .setMaxBackoffMs(1)
        .setPlannedAtMs(0)
        .build();
  }

  private FakeLane lane(WarmupPriority priority) {
    return lanes.computeIfAbsent(priority, FakeLane::new);
  }

  private ConsumerRecord<byte[], byte[]> give(
      WarmupPriority priority, WarmupTask task, int delivery) {
    long offset = task.getNumber();
    tasks.put(offset, task);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "tasks",
            0,
            offset,
            0,
            TimestampType.CREATE_TIME,
            0,
            0,
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            Optional.empty(),
            Optional.of((short) delivery));
    lane(priority).next.add(record);
    return record;
  }

  private Map<Long, AcknowledgeType> settled() {
    Map<Long, AcknowledgeType> settled = new HashMap<>();
    lanes.values().forEach(lane -> settled.putAll(lane.settled));
    return settled;
  }

  private List<TaskReport> reports() {
    List<TaskReport> reports = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> each : producer.history()) {
      if (each.topic().equals(TOPICS.warmupInbox())) {
        RecordAddress address = new RecordAddress(each.topic(), 0, 0);
        reports.add(
            (TaskReport) avro.decode(address, each.value(), WarmupMessage.class).getContent());
      }
    }
    return reports;
  }

  /** What is said of the dead letters. */
  private List<String> letters() {
    return producer.history().stream()
        .filter(each -> each.topic().equals(TOPICS.deadLetters()))
        .map(each -> new String(each.headers().lastHeader("freshet_message").value(), UTF_8))
        .toList();
  }

  private double count(String outcome) {
    return meters.get("freshet.warmup.tasks").tag("outcome", outcome).counter().count();
  }

  /** What was begun is under way, or has said so before it ended. */
  private void assertNothingBegun(String why) {
    assertEquals(0, inFlight(), why);
    assertEquals(List.of(), List.copyOf(begun), why);
  }

  /** Tasks that have a thread; heard of as late as the loop hears of it. */
  private double inFlight() {
    return meters.get("freshet.warmup.tasks.in.flight").gauge().value();
  }

  private void passUntil(BooleanSupplier done) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              boolean unused = loop.pass(true);
              return done.getAsBoolean();
            });
  }

  private void passTimes(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      boolean unused = loop.pass(true);
    }
  }

  private void passLater(Duration time) throws InterruptedException {
    nanos.addAndGet(time.toNanos());
    passTimes(1);
  }
}
