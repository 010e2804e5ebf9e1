// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.cache.CommandApplier;
import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.worker.log.LogHealth.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The follower thread: keeps a {@link LogTail} open and hands its records to the {@link
 * RecordHandler}, until closed. Whatever breaks the tail makes it start over with a new one.
 */
public final class CommandFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandFollower.class);
  private static final long BACKOFF_MS = 500;
  private static final long GRACE_MS = 3_000;
  private static final long CLOSE_WITHIN_MS = 7_000;

  private final NodeSettings settings;
  private final CommandApplier applier;
  private final AppliedProgress progress;
  private final RecordHandler handler;
  private final LogListener listener;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Volatile: the follower writes, whoever asks for the node's health reads. */
  private volatile LogHealth health = LogHealth.of(Kind.STARTING);

  /** Volatile: closing wakes the tail of the moment, from another thread. */
  private volatile @Nullable LogTail tail;

  /** A follower, which {@link #start} starts. */
  public CommandFollower(NodeSettings settings, FollowerParts parts) {
    this.settings = settings;
    this.applier = parts.applier();
    this.progress = parts.progress();
    this.handler = new RecordHandler(parts);
    this.listener = parts.listener();
    this.thread = new Thread(this::run, "freshet-follower-" + settings.node());
    this.thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Completes once the log was read to the end that it had at the start. */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /** Whether {@link #ready} is. */
  public boolean isReady() {
    return ready.isDone() && !ready.isCompletedExceptionally();
  }

  /** Whether it follows; for any thread. */
  public LogHealth health() {
    return health;
  }

  private void run() {
    while (!isClosed()) {
      try (LogTail opened = LogTail.open(settings)) {
        tail = opened;
        follow(opened);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("follower stops node={}", settings.node(), e);
        pause();
      } catch (LogChangedException | KafkaException e) {
        LOG.warn("command log lost, node starts over node={}", settings.node(), e);
        startOver(e);
      } catch (RuntimeException | Error e) {
        // Also what nobody should catch: a follower that ends in silence leaves stale values
        // behind.
        LOG.error("follower failed, node starts over node={}", settings.node(), e);
        startOver(e);
      }
    }
  }

  private void startOver(Throwable cause) {
    health = new LogHealth(Kind.STARTING_OVER, String.valueOf(cause.getMessage()));
    pause();
  }

  private void follow(LogTail opened) {
    LogIdentity identity = opened.identity();
    applier.startOver(identity, target -> CommandTopic.partitionOf(target, identity.partitions()));
    // Unknown means unsafe: what is no longer in the log may have named any target. So a value in
    // L2
    // from before the log's start is refused, however long it lives.
    opened.lost().forEach(applier::applyUnreadable);
    progress.startOver(identity.partitions());
    while (!isClosed()) {
      for (ConsumerRecord<byte[], byte[]> record : opened.poll()) {
        handle(opened, record);
      }
      if (!applier.isCaughtUp() && !isClosed() && opened.isAtMark()) {
        catchUp(opened);
      }
      health = healthOf(opened);
    }
  }

  private LogHealth healthOf(LogTail opened) {
    if (!opened.isAnswered()) {
      return LogHealth.of(Kind.UNREACHABLE);
    }
    if (applier.isCaughtUp()) {
      return LogHealth.of(Kind.FOLLOWING);
    }
    return LogHealth.of(ready.isDone() ? Kind.CATCHING_UP : Kind.STARTING);
  }

  private void catchUp(LogTail opened) {
    if (applier.caughtUp()) {
      ready.complete(null);
      health = LogHealth.of(Kind.FOLLOWING);
      listener.caughtUp();
      LOG.info("node is ready node={} log={}", settings.node(), opened.identity());
    } else {
      LOG.warn(
          "commands out of place, L2 waits for the end of the log node={} log={}",
          settings.node(),
          opened.identity());
      opened.markEnd();
    }
  }

  /** Without the registry a record of a new schema cannot be told from an unreadable one: wait. */
  private void handle(LogTail opened, ConsumerRecord<byte[], byte[]> record) {
    int leaderEpoch = opened.leaderEpoch(record);
    while (!isClosed()) {
      try {
        handler.handle(record, leaderEpoch);
        return;
      } catch (RegistryUnavailableException e) {
        LOG.warn("schema registry away, commands wait node={}", settings.node(), e);
        health = new LogHealth(Kind.SCHEMA_REGISTRY_AWAY, String.valueOf(e.getMessage()));
        pause();
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void pause() {
    try {
      boolean unused = closed.await(BACKOFF_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody but the JVM's end interrupts this thread: stop following.
      closed.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the thread and waits for it, for some seconds at the most. */
  @Override
  public void close() {
    closed.countDown();
    LogTail open = tail;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(GRACE_MS);
      // Still there: it waits for a cluster that does not answer.
      thread.interrupt();
      thread.join(CLOSE_WITHIN_MS);
      if (thread.isAlive()) {
        LOG.warn(
            "follower still runs {} ms after its end node={}", CLOSE_WITHIN_MS, settings.node());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
