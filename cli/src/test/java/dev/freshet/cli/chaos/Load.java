// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A hundred events a second, until stopped. */
final class Load implements AutoCloseable {
  private static final long EVERY_MS = 10;
  private static final int USERS = 500;

  private final EventPublisher publisher;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong sent = new AtomicLong();
  private final Map<Integer, Receipt> lastByPartition = new ConcurrentHashMap<>();

  Load(String kafka, String environment) {
    publisher = EventPublisher.builder(kafka).environment(environment).build();
    Object unused = clock.scheduleAtFixedRate(this::publish, 0, EVERY_MS, TimeUnit.MILLISECONDS);
  }

  private void publish() {
    long user = sent.getAndIncrement() % USERS;
    DomainEvent event =
        DomainEvent.of(
            UUID.randomUUID().toString(), "/users", "user.updated", Map.of("userId", user));
    Object unused =
        publisher
            .publish(event, String.valueOf(user))
            .thenAccept(receipt -> lastByPartition.put(receipt.partition(), receipt));
  }

  /** Stops, and says which were the last events that were stored. */
  Iterable<Receipt> stop() throws InterruptedException {
    clock.shutdown();
    if (!clock.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the load did not stop");
    }
    publisher.close();
    return lastByPartition.values();
  }

  @Override
  public void close() {
    clock.shutdownNow();
    publisher.close();
  }
}
