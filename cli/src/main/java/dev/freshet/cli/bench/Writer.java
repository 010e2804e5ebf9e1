// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.bench.ground.BenchRules;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service: changes the source, then publishes the event that says so. For one thread. */
final class Writer implements Runnable {
  private static final long SEED = 42;

  private final Crew crew;
  private final Profile profile;
  private final Source source;
  private final EventPublisher publisher;
  private final Ledger ledger;
  private final Tally tally;
  private final Times times;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final String run = UUID.randomUUID().toString();

  /**
   * When to write.
   *
   * @param startNanos when the schedule begins
   * @param count how many events
   */
  record Times(Schedule schedule, long startNanos, long count) {
    long dueNanos(long number) {
      return startNanos + schedule.dueNanos(number);
    }
  }

  Writer(
      Crew crew,
      Profile profile,
      Source source,
      EventPublisher publisher,
      Ledger ledger,
      Tally tally,
      Times times) {
    this.crew = crew;
    this.profile = profile;
    this.source = source;
    this.publisher = publisher;
    this.ledger = ledger;
    this.tally = tally;
    this.times = times;
  }

  @Override
  public void run() {
    for (long number = 0; number < times.count(); number++) {
      long dueNanos = times.dueNanos(number);
      crew.awaitTime(dueNanos);
      if (crew.isEnding()) {
        return;
      }
      write(number, dueNanos);
    }
  }

  private void write(long number, long dueNanos) {
    Change change = source.change(random);
    CompletableFuture<Receipt> stored = publisher.publish(event(number, change));
    var unused =
        stored.whenComplete(
            (receipt, error) -> {
              if (error == null) {
                tally.published();
                ledger.published(change, dueNanos, receipt);
              } else {
                tally.failed("an event was not published: " + error);
              }
            });
  }

  private DomainEvent event(long number, Change change) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    long group = change.isGroup() ? change.number() : profile.keys().groupOf(change.number());
    data.put(BenchRules.GROUP, group);
    if (!change.isGroup()) {
      data.put(BenchRules.ITEM, (long) change.number());
    }
    String type = change.isGroup() ? BenchRules.GROUP_CHANGED : BenchRules.ITEM_CHANGED;
    return DomainEvent.of(run + "-" + number, "/freshet-bench", type, data);
  }
}
