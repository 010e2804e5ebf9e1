// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.mapping.MappingTopology;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
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

  private final KafkaStreams streams;
  private final KafkaStreamsMetrics metrics;
  private final Counter threadFailures;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final PauseSwitch pause;
  private volatile boolean rulesLoaded;
  private volatile @Nullable Throwable lastFailure;

  StreamsClient(Topology topology, Properties settings, PauseSwitch pause, MeterRegistry meters) {
    this.pause = pause;
    threadFailures =
        Counter.builder("freshet.mapping.thread.failures")
            .description("Mapping threads that failed and were replaced")
            .register(meters);
    streams = new KafkaStreams(topology, settings);
    streams.setStateListener((now, before) -> announce());
    streams.setUncaughtExceptionHandler(this::onThreadDeath);
    streams.setGlobalStateRestoreListener(new StoresLoaded());
    pause.follow(this::pauseOrResume);
    metrics = new KafkaStreamsMetrics(streams);
    metrics.bindTo(meters);
  }

  /**
   * Neither leaves the group nor stops reading rules. Only a flag: safe on the thread that reads
   * rules, and before the start, at which a pause that stands in the topic is read before any
   * event.
   */
  private void pauseOrResume(boolean paused) {
    if (paused) {
      streams.pause();
    } else {
      streams.resume();
    }
    announce();
  }

  /** Starts; blocks until all rules are read. */
  void start() {
    streams.start();
  }

  KafkaStreams.State state() {
    return streams.state();
  }

  /** How it is; does not block. */
  Health health() {
    KafkaStreams.State state = state();
    Throwable failure = lastFailure;
    boolean running = isRunning(state);
    String why = running || failure == null ? "" : ", last failure: " + failure;
    List<Health.Check> checks = new ArrayList<>();
    checks.add(new Health.Check("streams", running, state + why));
    checks.add(new Health.Check("rules", rulesLoaded, rulesLoaded ? "read" : "not read yet"));
    // Ready all the same: it does what it was told to, and a restart would not change that.
    pause.note().ifPresent(note -> checks.add(new Health.Check("mapping", true, note)));
    return new Health(
        state != KafkaStreams.State.ERROR && state != KafkaStreams.State.PENDING_ERROR, checks);
  }

  /** A task that comes while the mapping is paused begins behind it; Streams waits for that. */
  private boolean isRunning(KafkaStreams.State state) {
    return state == KafkaStreams.State.RUNNING
        || (state == KafkaStreams.State.REBALANCING && pause.note().isPresent());
  }

  /** Blocks until events are being mapped, or would be if the mapping were not paused. */
  synchronized void awaitRunning(Duration timeout) throws TimeoutException, InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!isRunning(state())) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
      if (leftMs <= 0) {
        throw new TimeoutException(
            "coordinator: not running after " + timeout + ", found " + state());
      }
      if (state().hasCompletedShutdown()) {
        throw new IllegalStateException(
            "coordinator: found " + state() + ", expected RUNNING", lastFailure);
      }
      wait(leftMs);
    }
  }

  private synchronized void announce() {
    notifyAll();
  }

  /** Runs on the dying thread, so that a fault that lasts does not make a busy loop. */
  private StreamThreadExceptionResponse onThreadDeath(Throwable failure) {
    lastFailure = failure;
    threadFailures.increment();
    LOG.error("Mapping thread failed, another takes its place", failure);
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

  /** Hears of the rules, and of held commands whenever a task begins. */
  private final class StoresLoaded implements StateRestoreListener {
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
      if (store.equals(MappingTopology.RULES_STORE)) {
        rulesLoaded = true;
      }
    }
  }
}
