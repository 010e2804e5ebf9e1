// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.warmup.view.Runs;
import dev.freshet.coordinator.warmup.view.RunsView;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The runs that planners have told of, and those that were ordered here and that they have not told
 * of yet. Safe for any thread; never waits.
 */
final class KnownRuns {
  /** What is ordered shows within milliseconds while somebody plans. */
  static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MOST_ORDERED = 1_000;

  /** Each looks at all that is said of any run; who comes on top of them does not wait. */
  private static final int MOST_WAITING = 1_000;

  /** Who mistypes a name means one that was lately on the screen. */
  private static final int NAMES = 500;

  private final Supplier<Optional<Runs>> planned;
  private final Function<Consumer<WarmupRun>, RunsView.Subscription> subscribe;
  private final Duration shownWithin;
  private final AtomicInteger waiting = new AtomicInteger();

  @SuppressWarnings("serial") // it is never written
  private final Map<String, WarmupRun> ordered =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WarmupRun> eldest) {
          return size() > MOST_ORDERED;
        }
      };

  /**
   * The runs.
   *
   * @param planned those that planners have told of; empty before they are read
   * @param subscribe makes its argument hear of each run that changes
   * @param shownWithin how long {@link #await} waits
   */
  KnownRuns(
      Supplier<Optional<Runs>> planned,
      Function<Consumer<WarmupRun>, RunsView.Subscription> subscribe,
      Duration shownWithin) {
    this.planned = planned;
    this.subscribe = subscribe;
    this.shownWithin = shownWithin;
  }

  /** The runs of a view, which stays the caller's to close. */
  static KnownRuns of(RunsView view) {
    return new KnownRuns(view::runs, view::onChange, SHOWN_WITHIN);
  }

  /**
   * A run, and whether planners know of it.
   *
   * @param isPlanned false for one that was ordered, and is as it was ordered
   */
  record Known(WarmupRun run, boolean isPlanned) {}

  /**
   * Those that planners have told of.
   *
   * @throws ProblemException if they are not read yet
   */
  Runs planned() {
    return planned
        .get()
        .orElseThrow(
            () ->
                ProblemException.of(HttpCode.UNAVAILABLE, "warm-up runs: found them not read yet")
                    .retryAfter(RETRY));
  }

  /** Remembers a run until planners tell of it; the oldest is forgotten for one too many. */
  synchronized void ordered(WarmupRun run) {
    ordered.put(run.getRun(), run);
  }

  private synchronized Optional<Known> find(String run) {
    Optional<WarmupRun> told = planned().find(run);
    if (told.isPresent()) {
      ordered.remove(run);
    }
    return told.map(found -> new Known(found, true))
        .or(() -> Optional.ofNullable(ordered.get(run)).map(found -> new Known(found, false)));
  }

  /**
   * A run by its id.
   *
   * @throws ProblemException if there is none; names the nearest
   */
  Known require(String run) {
    return find(run).orElseThrow(() -> unknown(run));
  }

  private ProblemException unknown(String run) {
    List<String> names =
        planned().newestFirst().values().stream().limit(NAMES).map(WarmupRun::getRun).toList();
    String nearest = NearestName.among(names, run).map(name -> ", nearest " + name).orElse("");
    return ProblemException.of(ApiCode.UNKNOWN_RUN, "run " + run + ": found none" + nearest);
  }

  /** A run once it is as wanted; after a while as it is, whatever that is. */
  CompletableFuture<Known> await(String run, Predicate<Known> wanted) {
    Known now = require(run);
    if (wanted.test(now) || waiting.get() >= MOST_WAITING) {
      return CompletableFuture.completedFuture(now);
    }
    waiting.incrementAndGet();
    CompletableFuture<Known> found = new CompletableFuture<>();
    Consumer<Known> look =
        known -> {
          if (wanted.test(known)) {
            found.complete(known);
          }
        };
    RunsView.Subscription subscription =
        subscribe.apply(
            told -> {
              if (told.getRun().equals(run)) {
                look.accept(new Known(told, true));
              }
            });
    // After the subscription: what came in between is seen by one of the two.
    look.accept(require(run));
    return found
        .orTimeout(shownWithin.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> require(run))
        .whenComplete(
            (known, failure) -> {
              subscription.close();
              waiting.decrementAndGet();
            });
  }
}
