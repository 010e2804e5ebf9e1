// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All members, with their states and last heartbeats, in this process, for as long as it is open.
 *
 * <p>Safe for any thread; owns one daemon thread, which alone waits for brokers. While they are
 * away the last snapshot stands, and {@link #health()} says how old it is. What this shows lags
 * behind the topics by tens of milliseconds.
 */
public final class RegistryView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryView.class);

  /** Heartbeats of many members come one by one: they share a snapshot. */
  private static final long SNAPSHOT_GAP_NANOS = Duration.ofMillis(20).toNanos();

  private static final long MARK_GAP_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration LONGEST_POLL = Duration.ofMillis(250);
  private static final long BACKOFF_MS = 500;
  private static final long GRACE_MS = 2_000;

  private final Map<String, Object> kafka;
  private final Topics topics;
  private final Unreadable unreadable = new Unreadable();
  private final RecordReader reader;
  private final InstantSource clock = InstantSource.system();
  private final List<Consumer<RegistrySnapshot>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  // Volatile: written by the view's thread, each an independent immutable value.
  private volatile RegistrySnapshot snapshot = RegistrySnapshot.EMPTY;
  private volatile @Nullable Instant caughtUpAt;
  private volatile @Nullable String trouble;

  /** Volatile: closing wakes the tail of the moment, from another thread. */
  private volatile @Nullable ViewTail tail;

  private long publishedNanos = System.nanoTime();

  private RegistryView(Map<String, Object> kafka, Topics topics, AvroCodec codec) {
    this.kafka = Map.copyOf(kafka);
    this.topics = topics;
    this.reader = new RecordReader(topics, codec, unreadable);
    this.thread = new Thread(this::run, "freshet-registry-view");
    this.thread.setDaemon(true);
  }

  /**
   * A view that loads in the background and then follows. Does not wait for the cluster.
   *
   * @param kafkaClientConfig how to reach Kafka: {@code bootstrap.servers}, TLS and the like
   * @param codec reads the records; the view does not close it
   */
  public static RegistryView follow(
      Map<String, Object> kafkaClientConfig, Topics topics, AvroCodec codec) {
    RegistryView view = new RegistryView(kafkaClientConfig, topics, codec);
    view.thread.start();
    return view;
  }

  /**
   * Waits until the view holds all that was stored when it was opened.
   *
   * @throws TimeoutException if that takes longer than {@code patience}; says why
   */
  public void awaitLoaded(Duration patience) throws TimeoutException, InterruptedException {
    if (!loaded.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException(health() + " after " + patience);
    }
  }

  /** All members now; nobody before the view is loaded. Never waits. */
  public RegistrySnapshot snapshot() {
    return snapshot;
  }

  /** What ends the calls of a listener. */
  public interface Subscription extends AutoCloseable {
    /** No call begins after this, but one may be underway. */
    @Override
    void close();
  }

  /**
   * Calls a listener with every snapshot from now on, about 50 a second at the most, on the view's
   * thread: a listener that waits holds the view up. What it throws is logged.
   */
  public Subscription onChange(Consumer<RegistrySnapshot> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** How far the view can be trusted. Never waits. */
  public ViewHealth health() {
    Optional<Instant> known = Optional.ofNullable(caughtUpAt);
    return new ViewHealth(
        known,
        known.map(at -> Duration.between(at, clock.instant())),
        Optional.ofNullable(trouble),
        unreadable.counts());
  }

  private void run() {
    while (!isClosed()) {
      try (ViewTail opened = open()) {
        tail = opened;
        follow(opened);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("registry view stops", e);
      } catch (KafkaException e) {
        note(String.valueOf(e.getMessage()), e);
      } catch (RuntimeException | Error e) {
        // Also what nobody should catch: a view that ends in silence would stand for ever.
        LOG.error("registry view failed, starts over", e);
      }
      pause();
    }
  }

  private ViewTail open() {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // A position that a topic does not have must show: then the view is read anew.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new ViewTail(consumer, topics, clock.instant());
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  private void follow(ViewTail opened) {
    ViewTable table = new ViewTable();
    boolean complete = false;
    long markedNanos = System.nanoTime() - MARK_GAP_NANOS;
    while (!isClosed()) {
      if (System.nanoTime() - markedNanos >= MARK_GAP_NANOS) {
        markedNanos = System.nanoTime();
        if (!opened.mark(clock.instant())) {
          note("no broker answers", null);
        }
      }
      for (ConsumerRecord<byte[], byte[]> record : opened.poll(patience(table))) {
        read(record, table);
      }
      Optional<Instant> reached = opened.reachedMark();
      complete |= reached.isPresent();
      if (complete && table.hasChanged() && (reached.isPresent() || isTimeToPublish())) {
        publish(table.snapshot());
      }
      // After it is published: who waits for this looks at the snapshot next.
      reached.ifPresent(this::caughtUp);
    }
  }

  /** A table that has changed is not kept waiting by members that are silent. */
  private Duration patience(ViewTable table) {
    if (!table.hasChanged()) {
      return LONGEST_POLL;
    }
    long left = publishedNanos + SNAPSHOT_GAP_NANOS - System.nanoTime();
    // In whole milliseconds, as Kafka counts: less than one would be none, and turn in circles.
    return Duration.ofMillis(1 + Math.max(0, left) / 1_000_000);
  }

  /** Without the schema registry a record of a new schema cannot be told from a bad one: wait. */
  private void read(ConsumerRecord<byte[], byte[]> record, ViewTable table) {
    while (!isClosed()) {
      try {
        reader.read(record, table);
        return;
      } catch (RegistryUnavailableException e) {
        note(String.valueOf(e.getMessage()), e);
        pause();
      }
    }
  }

  private boolean isTimeToPublish() {
    return System.nanoTime() - publishedNanos >= SNAPSHOT_GAP_NANOS;
  }

  private void publish(RegistrySnapshot next) {
    publishedNanos = System.nanoTime();
    snapshot = next;
    for (Consumer<RegistrySnapshot> listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        LOG.warn("a listener of the registry view failed", e);
      }
    }
  }

  private void caughtUp(Instant at) {
    caughtUpAt = at;
    loaded.countDown();
    if (trouble != null) {
      trouble = null;
      LOG.info("registry view is up to date again");
    }
  }

  private void note(String problem, @Nullable Exception cause) {
    if (trouble == null) {
      LOG.warn("registry view cannot be read, the last one stands problem={}", problem, cause);
    }
    trouble = problem;
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      boolean unused = closed.await(BACKOFF_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody but the JVM's end interrupts this thread: stop reading.
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread and waits for it, for some seconds at the most. */
  @Override
  public void close() {
    closed.countDown();
    ViewTail open = tail;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(GRACE_MS);
      // Still there: it waits for a cluster that does not answer.
      thread.interrupt();
      thread.join(GRACE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
