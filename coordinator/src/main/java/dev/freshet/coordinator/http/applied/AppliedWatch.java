// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.coordinator.http.applied.Applied.Slowest;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.registry.view.RegistryView.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers who waits for something to be applied, as soon as the nodes say so. Safe for any thread;
 * keeps no thread waiting.
 */
public final class AppliedWatch implements AutoCloseable {
  /** Each costs a look at all members with every snapshot. */
  private static final int MOST_WAITING = 1_000;

  private final Supplier<Optional<RegistrySnapshot>> snapshots;
  private final Subscription subscription;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

  /**
   * A watch.
   *
   * @param snapshots the newest one; empty before it is known who is there
   * @param subscribe makes its argument hear of each new one
   */
  AppliedWatch(
      Supplier<Optional<RegistrySnapshot>> snapshots,
      Function<Consumer<RegistrySnapshot>, Subscription> subscribe) {
    this.snapshots = snapshots;
    this.subscription = subscribe.apply(snapshot -> waiting.forEach(one -> one.look(snapshot)));
  }

  /** A watch over a view, which stays the caller's to close. */
  public static AppliedWatch over(RegistryView view) {
    return new AppliedWatch(
        () -> view.health().caughtUpAt().map(loaded -> view.snapshot()), view::onChange);
  }

  /** How far it is applied now. */
  public Applied now(Question question) {
    return snapshots.get().map(question::ask).orElse(Applied.UNKNOWN);
  }

  /**
   * How far it is applied, once that is everywhere, or after a time.
   *
   * @param storedAt when the last of it was stored, by the broker's clock; null if that is not
   *     known
   * @return never fails; answers at once if more wait already than there is room for
   */
  public CompletableFuture<Applied> await(
      Question question, @Nullable Instant storedAt, Duration timeout) {
    if (waiting.size() >= MOST_WAITING) {
      return CompletableFuture.completedFuture(now(question));
    }
    Waiting one = new Waiting(question, storedAt);
    waiting.add(one);
    // After it was added: what comes meanwhile is seen by one of the two.
    snapshots.get().ifPresent(one::look);
    return one.answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> now(question))
        .whenComplete((applied, failure) -> waiting.remove(one));
  }

  /** Answers all that wait with what is known. */
  @Override
  public void close() {
    subscription.close();
    waiting.forEach(one -> one.answer.complete(now(one.question)));
  }

  private static final class Waiting {
    private final Question question;
    private final @Nullable Instant storedAt;
    private final CompletableFuture<Applied> answer = new CompletableFuture<>();

    /** Guarded by this. */
    private List<MemberId> last = List.of();

    Waiting(Question question, @Nullable Instant storedAt) {
      this.question = question;
      this.storedAt = storedAt;
    }

    synchronized void look(RegistrySnapshot snapshot) {
      Applied applied = question.ask(snapshot);
      if (applied.isComplete()) {
        answer.complete(slowest(snapshot).map(applied::withSlowest).orElse(applied));
      }
      last = applied.waiting();
    }

    /** Of those that were waited for, the one that said so last. */
    private Optional<Slowest> slowest(RegistrySnapshot snapshot) {
      if (storedAt == null) {
        return Optional.empty();
      }
      return last.stream()
          .flatMap(id -> snapshot.find(id).stream())
          .flatMap(member -> slowest(member, storedAt).stream())
          .max(Comparator.comparing(one -> one.delay().orElse(Duration.ZERO)));
    }

    private static Optional<Slowest> slowest(MemberView member, Instant storedAt) {
      return member
          .heard()
          .map(
              heard ->
                  new Slowest(
                      member.id(), Optional.of(Duration.between(storedAt, heard.storedAt()))));
    }
  }
}
