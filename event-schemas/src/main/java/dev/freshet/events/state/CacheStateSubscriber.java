// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.wire.AvroCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Hands cache-state events to handlers, in the order of the topic and on one thread of its own, so
 * handlers may block; while one does, none is called.
 *
 * <p>A handler that throws ends the subscriber: the event counts as not handled, {@link #failure()}
 * says what happened, and a new subscriber may begin behind {@link #cursor()}. A handler that wants
 * to go on catches its exceptions itself. Brokers or a schema registry that are away are waited
 * for, and {@link #trouble()} says so meanwhile.
 *
 * <p>Safe for any thread.
 */
public final class CacheStateSubscriber implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final CacheStateReader reader;
  private final List<Consumer<StreamItem>> handlers;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  // Written by the thread alone.
  private volatile @Nullable StreamCursor cursor;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable RuntimeException trouble;

  CacheStateSubscriber(CacheStateReader reader, List<Consumer<StreamItem>> handlers) {
    this.reader = reader;
    this.handlers = List.copyOf(handlers);
    this.cursor = reader.cursor().orElse(null);
    this.thread = new Thread(this::run, "freshet-cache-state");
    thread.setDaemon(true);
  }

  /**
   * A subscriber or reader of an environment's cache-state events.
   *
   * @param bootstrapServers of the Kafka cluster
   * @param schemaRegistry as {@link AvroCodec#forRegistry(String)} takes it
   */
  public static CacheStateBuilder builder(String bootstrapServers, String schemaRegistry) {
    return new CacheStateBuilder(
        Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
        () -> AvroCodec.forRegistry(schemaRegistry),
        true);
  }

  /**
   * The same, with a codec that others use too and that is not closed here.
   *
   * @param clientConfig properties of the Kafka consumer, at least {@code bootstrap.servers}
   */
  public static CacheStateBuilder builder(Map<String, Object> clientConfig, AvroCodec codec) {
    return new CacheStateBuilder(clientConfig, () -> codec, false);
  }

  CacheStateSubscriber start() {
    thread.start();
    return this;
  }

  /** What ended this subscriber, if it did not end because it was closed. */
  public Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** What it waits for just now, if brokers or the schema registry do not answer. */
  public Optional<RuntimeException> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * Where the last record stands that was handled, or passed over because nobody wants it; empty if
   * there was none.
   */
  public Optional<StreamCursor> cursor() {
    return Optional.ofNullable(cursor);
  }

  private void run() {
    try (reader) {
      while (isOpen()) {
        read().ifPresent(this::handle);
      }
    } catch (WakeupException e) {
      if (isOpen()) {
        failure = e;
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  /** The next items, or nothing after some trouble. */
  private Optional<List<StreamItem>> read() {
    try {
      List<StreamItem> items = reader.poll(POLL);
      trouble = null;
      return Optional.of(items);
    } catch (RuntimeException e) {
      if (!CacheStateReader.isPassing(e)) {
        throw e;
      }
      trouble = e;
      pause();
      return Optional.empty();
    }
  }

  private void pause() {
    try {
      boolean unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Sets the thread's interrupt flag again.
      throw new InterruptException(e);
    }
  }

  private void handle(List<StreamItem> items) {
    for (int i = 0; i < items.size(); i++) {
      if (!isOpen()) {
        giveBack(items.subList(i, items.size()));
        return;
      }
      try {
        handle(items.get(i));
      } catch (RuntimeException e) {
        giveBack(items.subList(i, items.size()));
        throw new HandlerFailedException(items.get(i), e);
      }
    }
    reader.cursor().ifPresent(read -> cursor = read);
  }

  private void handle(StreamItem item) {
    handlers.forEach(handler -> handler.accept(item));
    CacheStateReader.cursorOf(item).ifPresent(handled -> cursor = handled);
  }

  /** A group must not count as handled what was only read. */
  private void giveBack(List<StreamItem> items) {
    items.stream()
        .map(CacheStateReader::cursorOf)
        .flatMap(Optional::stream)
        .findFirst()
        .ifPresent(reader::returnTo);
  }

  /**
   * Ends the thread behind the event that is being handled, and waits for that for some seconds at
   * the most; a handler may call it too, and then nobody waits.
   */
  @Override
  public void close() {
    closing.countDown();
    reader.wakeup();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
