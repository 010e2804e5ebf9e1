// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.events.avro.MemberStatus;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.view.RegistryView;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Several views of one registry, and how long it takes until all of them show a change. */
final class Views implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final RegistryView[] views;
  private final Set<Change> underway = ConcurrentHashMap.newKeySet();
  private final AtomicLong unseen = new AtomicLong();
  private final Histogram micros = new ConcurrentHistogram(3);

  /**
   * A change that not all views have shown yet.
   *
   * @param seen by which views, by their indices
   */
  private record Change(
      MemberId member, MemberStatus to, long sinceNanos, Set<Integer> seen, AtomicInteger left) {}

  Views(int count, Supplier<RegistryView> open) {
    views = new RegistryView[count];
    for (int index = 0; index < count; index++) {
      int view = index;
      views[view] = open.get();
      RegistryView.Subscription unused = views[view].onChange(snapshot -> look(view, snapshot));
    }
  }

  /** From now on it is measured how long it takes until all views show a member so. */
  void expect(MemberId member, MemberStatus to) {
    unseen.incrementAndGet();
    underway.add(
        new Change(
            member,
            to,
            System.nanoTime(),
            ConcurrentHashMap.newKeySet(),
            new AtomicInteger(views.length)));
  }

  private void look(int view, RegistrySnapshot snapshot) {
    underway.removeIf(change -> isShown(change, snapshot) && isLast(change, view));
  }

  /** Whether all the others have shown it before. */
  private boolean isLast(Change change, int view) {
    if (!change.seen().add(view) || change.left().decrementAndGet() > 0) {
      return false;
    }
    micros.recordValue((System.nanoTime() - change.sinceNanos()) / 1_000);
    unseen.decrementAndGet();
    return true;
  }

  private static boolean isShown(Change change, RegistrySnapshot snapshot) {
    Optional<MemberView> found = snapshot.find(change.member());
    return found.isPresent() && found.get().entry().getState() == change.to();
  }

  /**
   * Waits until all that was expected is shown by all views.
   *
   * @param meanwhile done once a second
   */
  void awaitAll(Runnable meanwhile) {
    long nowNanos = System.nanoTime();
    long deadlineNanos = nowNanos + PATIENCE.toNanos();
    long nextNanos = nowNanos + AGAIN.toNanos();
    while (unseen.get() > 0) {
      nowNanos = System.nanoTime();
      if (nowNanos - deadlineNanos > 0) {
        throw new IllegalStateException(
            "views: found %d changes that not all show, expected none after %s"
                .formatted(unseen.get(), PATIENCE));
      }
      if (nowNanos - nextNanos > 0) {
        meanwhile.run();
        nextNanos += AGAIN.toNanos();
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** How long it took each time, in microseconds; forgets it. */
  Histogram take() {
    Histogram taken = micros.copy();
    micros.reset();
    return taken;
  }

  @Override
  public void close() {
    for (RegistryView view : views) {
      view.close();
    }
  }
}
