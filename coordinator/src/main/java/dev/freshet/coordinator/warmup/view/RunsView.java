// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All warm-up runs that their topic still knows, in this process, for as long as it is open.
 *
 * <p>Safe for any thread; owns one daemon thread, which alone waits for brokers. While they are
 * away what was read stands. What this shows lags behind the topic by milliseconds.
 */
public final class RunsView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunsView.class);

  /** A planner keeps a hundred of each job: this is for two hundred jobs. */
  private static final int MOST = 20_000;

  private static final Duration LONGEST_POLL = Duration.ofMillis(500);
  private static final long BACKOFF_MS = 500;
  private static final long GRACE_MS = 2_000;

  private final Map<String, Object> kafka;
  private final String topic;
  private final RunReader reader;
  private final List<Consumer<WarmupRun>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  // Volatile: written by the view's thread. The runs are those of the tail that was loaded last.
  private volatile @Nullable Runs runs;
  private volatile @Nullable StatusTail tail;
  private boolean inTrouble;

  private RunsView(Map<String, Object> kafka, String topic, AvroCodec codec) {
    this.kafka = Map.copyOf(kafka);
    this.topic = topic;
    this.reader = new RunReader(codec);
    this.thread = new Thread(this::run, "freshet-runs-view");
    this.thread.setDaemon(true);
  }

  /**
   * A view that loads in the background and then follows. Does not wait for the cluster.
   *
   * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
   * @param codec reads the records; the view does not close it
   */
  public static RunsView follow(Map<String, Object> kafka, Topics topics, AvroCodec codec) {
    RunsView view = new RunsView(kafka, topics.warmupStatus(), codec);
    view.thread.start();
    return view;
  }

  /** The runs; empty before the topic was read to its end once. Never waits. */
  public Optional<Runs> runs() {
    return Optional.ofNullable(runs);
  }

  /** What ends the calls of a listener. */
  public interface Subscription extends AutoCloseable {
    /** No call begins after this, but one may be underway. */
    @Override
    void close();
  }

  /**
   * Calls a listener with whatever is said of a run from now on, on the view's thread, once {@link
   * #runs} has it. A listener must neither wait nor throw.
   */
  public Subscription onChange(Consumer<WarmupRun> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void run() {
    while (isOpen()) {
      try (StatusTail opened = StatusTail.open(kafka, topic)) {
        tail = opened;
        follow(opened);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("view of warm-up runs stops", e);
      } catch (RuntimeException | Error e) {
        // Also what nobody should catch: a view that ends in silence would stand for ever.
        note(e);
      }
      pause();
    }
  }

  private void follow(StatusTail opened) {
    Runs read = new Runs(MOST);
    boolean loaded = false;
    while (isOpen()) {
      for (ConsumerRecord<byte[], byte[]> record : opened.poll(LONGEST_POLL)) {
        read(record, read);
      }
      if (!loaded && opened.isLoaded()) {
        loaded = true;
        runs = read;
        inTrouble = false;
      }
    }
  }

  /** Without the schema registry a record of a new schema cannot be told from a bad one: wait. */
  private void read(ConsumerRecord<byte[], byte[]> record, Runs into) {
    while (isOpen()) {
      try {
        reader.read(record, into).ifPresent(run -> listeners.forEach(each -> each.accept(run)));
        return;
      } catch (RegistryUnavailableException e) {
        note(e);
        pause();
      }
    }
  }

  private void note(Throwable problem) {
    if (!inTrouble) {
      LOG.warn("warm-up runs cannot be read, what was read stands topic={}", topic, problem);
    }
    inTrouble = true;
  }

  private boolean isOpen() {
    return closed.getCount() > 0;
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
    StatusTail open = tail;
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
