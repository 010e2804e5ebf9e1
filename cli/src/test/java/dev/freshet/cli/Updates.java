// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Load: changes a random user's row and says so in a {@code user.updated}, a few hundred times a
 * second, until stopped.
 */
final class Updates implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(4);

  private final SharedSource source;
  private final EventPublisher publisher;
  private final int users;
  private final Random random = new Random(7);
  private final List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  Updates(String kafka, String environment, SharedSource source, int users) {
    this.source = source;
    this.users = users;
    this.publisher =
        EventPublisher.builder(kafka)
            .environment(environment)
            // Longer than any outage here: every event is stored in the end.
            .producerProperty("delivery.timeout.ms", 120_000)
            .producerProperty("max.block.ms", 120_000)
            .build();
  }

  void start() {
    Object unused =
        clock.scheduleAtFixedRate(this::update, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void update() {
    int user = random.nextInt(users);
    source.change(user);
    CompletableFuture<Receipt> receipt =
        publisher.publish(
            DomainEvent.of(
                UUID.randomUUID().toString(),
                "/users",
                "user.updated",
                Map.of("userId", (long) user)),
            String.valueOf(user));
    synchronized (receipts) {
      receipts.add(receipt);
    }
  }

  int published() {
    synchronized (receipts) {
      return receipts.size();
    }
  }

  /** Stops and waits until Kafka has stored every event. */
  List<Receipt> stop() throws InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the load did not stop");
    }
    return receipts.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    publisher.close();
  }
}
