// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.http.management.Health;
import dev.freshet.registry.client.Reading;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka Streams with what we want of its life: threads that come back, a state to wait for. */
final class StreamsClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsClient.class);
  private static final Duration PAUSE_BEFORE_NEW_THREAD = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final String work;
  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private final Counter threadFailures;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean paused;
  private volatile @Nullable Throwable lastFailure;

  /**
   * Begins nothing yet.
   *
   * @param work what the application does, in one word
   * @param onRead is told the name of each store that has been read to its end
   */
  StreamsClient(
      String work,
      CoordinatorStreams.Application application,
      Consumer<String> onRead,
      MeterRegistry meters) {
    this.work = work;
    threadFailures =
        Counter.builder("freshet." + work + ".thread.failures")
            .description("Threads of the " + work + " that failed and were replaced")
            .register(meters);
    streams =
        new KafkaStreams(application.topology(), application.settings(), application.clients());
    streams.setStateListener((now, before) -> changed(now));
    streams.setUncaughtExceptionHandler(this::onThreadDeath);
    streams.setGlobalStateRestoreListener(new StoresRead(onRead));
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(meters);
  }

  /**
   * Neither leaves the group nor stops reading rules. Only a flag: safe on the thread that reads
   * rules, and before the start, at which a pause that stands in the topic is read before any
   * event.
   */
  void pause(boolean now) {
    paused = now;
    if (now) {
      streams.pause();
    } else {
      streams.resume();
    }
    announce();
  }

  /** Starts; blocks until all global stores are read. */
  void start() {
    streams.start();
  }

  KafkaStreams.State state() {
    return streams.state();
  }

  /** False once only a restart helps; does not block. */
  boolean isAlive() {
    KafkaStreams.State state = state();
    return state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR;
  }

  /** Whether it does its work; does not block. */
  Health.Check check(String name) {
    KafkaStreams.State state = state();
    Throwable failure = lastFailure;
    boolean running = isRunning(state);
    String why = running || failure == null ? "" : ", last failure: " + failure;
    return new Health.Check(name, running, state + why);
  }

  /** The same as a condition. While partitions move nobody can say; that is no fault. */
  Reading reading() {
    Health.Check check = check(work);
    if (check.passed()) {
      return Reading.holds("Running");
    }
    return isAlive() && lastFailure == null
        ? Reading.unknown("Waiting", check.detail())
        : Reading.fails("Failing", check.detail());
  }

  /** A task that comes during a pause begins behind it; Streams waits for that. */
  private boolean isRunning(KafkaStreams.State state) {
    return state == KafkaStreams.State.RUNNING
        || (state == KafkaStreams.State.REBALANCING && paused);
  }

  /** Blocks until it does its work, or would if it were not paused. */
  synchronized void awaitRunning(Duration timeout) throws TimeoutException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!isRunning(state())) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMs <= 0) {
        throw new TimeoutException(
            "coordinator: " + work + " not running after " + timeout + ", found " + state());
      }
      if (state().hasCompletedShutdown()) {
        throw new IllegalStateException(
            "coordinator: " + work + ": found " + state() + ", expected RUNNING", lastFailure);
      }
      wait(leftMs);
    }
  }

  private void changed(KafkaStreams.State now) {
    if (now == KafkaStreams.State.RUNNING) {
      lastFailure = null;
    }
    announce();
  }

  private synchronized void announce() {
    notifyAll();
  }

  /** Runs on the dying thread, so that a fault that lasts does not make a busy loop. */
  private StreamThreadExceptionResponse onThreadDeath(Throwable failure) {
    lastFailure = failure;
    threadFailures.increment();
    LOG.error("Thread failed, another takes its place: work={}", work, failure);
    try {
      if (closing.await(PAUSE_BEFORE_NEW_THREAD.toMillis(), TimeUnit.MILLISECONDS)) {
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  @Override
  public void close() {
    closing.countDown();
    // Leaves the group, so that the others need not wait until the session has run out.
    CloseOptions options =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
    if (!streams.close(options)) {
      LOG.warn("Streams not closed within {}, its threads are left behind", CLOSE_TIMEOUT);
    }
    metrics.close();
  }

  /** Hears of global stores at the start, and of the others whenever a task begins. */
  private record StoresRead(Consumer<String> onRead) implements StateRestoreListener {
    @Override
    public void onRestoreStart(TopicPartition topic, String store, long from, long to) {
      LOG.info("Reading {}: topic={} offsets={}..{}", store, topic.topic(), from, to);
    }

    @Override
    public void onBatchRestored(TopicPartition topic, String store, long end, long count) {
      LOG.debug("Read {}: topic={} records={}", store, topic.topic(), count);
    }

    @Override
    public void onRestoreEnd(TopicPartition topic, String store, long count) {
      LOG.info("{} read: topic={} records={}", store, topic.topic(), count);
      onRead.accept(store);
    }
  }
}
