// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.worker.log.NodeSettings;
import dev.freshet.worker.warmup.work.WarmRegion;
import dev.freshet.worker.warmup.work.Works;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on the warm-up tasks of a node's service, from {@link #start} until the node is drained or
 * closed. Touches nothing of Kafka before. Safe for any thread; nothing but {@link #close} waits.
 */
public final class WarmupRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmupRunner.class);
  private static final long BACKOFF_MS = 1_000;
  private static final long CLOSE_WITHIN_MS = 5_000;
  private static final long IDLE_THREADS_S = 60;

  /** With fewer at hand the turns of the priorities would mean little. */
  private static final int LEAST_OF_LANE = 8;

  private final NodeSettings settings;
  private final WarmupSettings warmup;
  private final ThreadPoolExecutor executor;
  private final ThreadPoolExecutor speaker;
  private final TaskTopics topics = new TaskTopics(this::describeTopics);
  private final TaskLoop loop;
  private final Thread thread;
  private final CountDownLatch draining = new CountDownLatch(1);

  /** Volatile: set by who closes, read by the thread. */
  private volatile boolean isStopping;

  /** Guarded by this. */
  private boolean isStarted;

  /** While the topics are looked for; for the thread. */
  private @Nullable Admin admin;

  /** A runner, which {@link #start} starts. */
  public WarmupRunner(NodeSettings settings, WarmupSettings warmup, RunnerParts parts) {
    this.settings = settings;
    this.warmup = warmup;
    this.executor = executor(settings.node() + "-task", warmup.tasks());
    this.speaker = executor(settings.node() + "-report", 1);
    this.loop = loop(parts);
    this.thread = new Thread(this::run, "freshet-warmup-" + settings.node());
    this.thread.setDaemon(true);
  }

  private static ThreadPoolExecutor executor(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_THREADS_S,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made =
                  new Thread(task, "freshet-warmup-" + name + "-" + number.incrementAndGet());
              made.setDaemon(true);
              return made;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private TaskLoop loop(RunnerParts parts) {
    String worker = settings.id().toString();
    LastWords words =
        new LastWords(
            parts.producer(), parts.avro(), settings.topics(), worker, parts.clock(), speaker);
    Works works =
        new Works(
            parts.regions(),
            parts.sources(),
            worker,
            page -> words.reportAndWait(page.getRun(), page),
            parts.meters());
    int ofLane = Math.max(warmup.tasks(), LEAST_OF_LANE);
    return new TaskLoop(
        new LoopParts(
            warmup.tasks(),
            new Lanes(
                topics::areThere, priority -> ShareLane.open(settings, priority, ofLane), ofLane),
            new Board(region -> room(parts.regions().apply(region))),
            record ->
                parts
                    .avro()
                    .decode(
                        new RecordAddress(record.topic(), record.partition(), record.offset()),
                        record.value(),
                        WarmupTask.class),
            works::work,
            executor,
            words,
            worker,
            parts.isReady(),
            parts.watermarks(),
            parts.brokerClock(),
            new RunnerMeters(parts.meters()),
            System::nanoTime));
  }

  private CompletableFuture<?> describeTopics() {
    Admin asked = admin;
    if (asked == null) {
      asked = Admin.create(settings.clientConfig("warmup-topics"));
      admin = asked;
    }
    List<String> names =
        Stream.of(WarmupPriority.values())
            .map(priority -> settings.topics().warmupTasks(settings.id().service(), priority))
            .toList();
    CompletableFuture<?> answer =
        asked.describeTopics(names).allTopicNames().toCompletionStage().toCompletableFuture();
    return answer;
  }

  private static int room(Optional<WarmRegion<?>> region) {
    // Of an unknown one there is nothing to wait for.
    return region.map(WarmRegion::maxConcurrency).orElse(Integer.MAX_VALUE);
  }

  /** Begins to take tasks, if it is not switched off; once, and not after the end. */
  public synchronized void start() {
    if (warmup.enabled() && !isStarted && !isDraining()) {
      isStarted = true;
      thread.start();
    }
  }

  private boolean isDraining() {
    return draining.getCount() == 0;
  }

  private void run() {
    boolean isWorking = true;
    while (!isStopping && (isWorking || !isDraining())) {
      try {
        isWorking = loop.pass(!isDraining());
        if (topics.areFound()) {
          closeAdmin();
        }
      } catch (InterruptedException e) {
        // Nobody but close() interrupts this thread.
        isStopping = true;
      } catch (RuntimeException | Error e) {
        LOG.warn("warm-up tasks given up, the node joins again node={}", settings.node(), e);
        isWorking = false;
        loop.abandon();
        pause();
      }
    }
    end();
  }

  private void end() {
    try {
      loop.stopAll();
    } catch (RuntimeException e) {
      LOG.warn("warm-up tasks not given back, their locks will end node={}", settings.node(), e);
    }
    loop.abandon();
    closeAdmin();
  }

  private void closeAdmin() {
    if (admin != null) {
      admin.close(Duration.ZERO);
      admin = null;
    }
  }

  private void pause() {
    try {
      boolean unused = draining.await(BACKOFF_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      isStopping = true;
    }
  }

  /** Takes no more tasks; those that wait go back, those that are under way go on. */
  public void drain() {
    draining.countDown();
    loop.wake();
  }

  /**
   * Drains; tasks that are still under way after the time of grace are stopped and go to others.
   * Blocks for that time and some seconds at the most. Idempotent.
   */
  @Override
  public void close() {
    drain();
    synchronized (this) {
      if (!isStarted) {
        return;
      }
    }
    try {
      thread.join(Math.max(1, warmup.grace().toMillis()));
      isStopping = true;
      loop.wake();
      thread.join(CLOSE_WITHIN_MS);
      if (thread.isAlive()) {
        LOG.warn(
            "warm-up still runs {} ms after its end node={}", CLOSE_WITHIN_MS, settings.node());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      executor.shutdownNow();
      speaker.shutdown();
    }
  }
}
