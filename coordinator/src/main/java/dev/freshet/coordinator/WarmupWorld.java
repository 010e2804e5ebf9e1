// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.warmup.Surroundings;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleBook;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the planning of warm-up runs needs to know, from what a coordinator follows anyway. Members
 * are looked at twice a second: their heartbeats make many snapshots that are alike. Safe for any
 * thread; never blocks for long.
 */
final class WarmupWorld implements Surroundings {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final RuleBooks books;
  private final WarmupTopicMaker topics;
  private final LongSupplier nanoTicker;
  private volatile Supplier<RegistrySnapshot> registry = () -> RegistrySnapshot.EMPTY;

  // Guarded by this.
  private RuleBook book = RuleBook.empty();
  private Jobs jobs = Jobs.of(RuleBook.empty());
  private Members members = Members.NONE;
  private long lookNanos;

  /** Sees no members until it follows a registry. */
  WarmupWorld(RuleBooks books, WarmupTopicMaker topics, LongSupplier nanoTicker) {
    this.books = books;
    this.topics = topics;
    this.nanoTicker = nanoTicker;
    this.lookNanos = nanoTicker.getAsLong();
  }

  /** From now on the members are these. */
  void follow(Supplier<RegistrySnapshot> snapshots) {
    registry = snapshots;
  }

  @Override
  public synchronized World world() {
    RuleBook latest = books.book();
    if (latest != book) {
      book = latest;
      jobs = Jobs.of(latest);
    }
    long nowNanos = nanoTicker.getAsLong();
    if (nowNanos - lookNanos >= 0) {
      members = Members.of(registry.get());
      lookNanos = nowNanos + LOOK_EVERY.toNanos();
    }
    return new World(jobs, members, topics.ready());
  }

  @Override
  public void wantTopics(String service) {
    topics.want(service);
  }
}
