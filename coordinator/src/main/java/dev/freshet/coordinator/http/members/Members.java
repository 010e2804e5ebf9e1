// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.Exchange;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.registry.view.RegistryView.Subscription;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The members that there are, as far as this process has read. Safe for any thread. */
public final class Members {
  /** What is written shows in the registry within milliseconds while somebody keeps it. */
  static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

  /** Each costs a look with every snapshot; who comes on top of them does not wait. */
  private static final int MOST_WAITING = 1_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Supplier<Optional<RegistrySnapshot>> snapshots;
  private final Function<Consumer<RegistrySnapshot>, Subscription> subscribe;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * The members.
   *
   * @param snapshots the newest one; empty before it is known who is there
   * @param subscribe makes its argument hear of each new one
   */
  Members(
      Supplier<Optional<RegistrySnapshot>> snapshots,
      Function<Consumer<RegistrySnapshot>, Subscription> subscribe) {
    this.snapshots = snapshots;
    this.subscribe = subscribe;
  }

  /** The members of a view, which stays the caller's to close. */
  public static Members of(RegistryView view) {
    return new Members(
        () -> view.health().caughtUpAt().map(loaded -> view.snapshot()), view::onChange);
  }

  /**
   * All members now.
   *
   * @throws ProblemException if it is not known yet who is there
   */
  public RegistrySnapshot snapshot() {
    return snapshots
        .get()
        .orElseThrow(
            () ->
                ProblemException.of(HttpCode.UNAVAILABLE, "registry: found it not read yet")
                    .retryAfter(RETRY));
  }

  /**
   * A member of a snapshot.
   *
   * @throws ProblemException if there is none; names the nearest
   */
  static MemberView require(RegistrySnapshot snapshot, MemberId id) {
    return snapshot.find(id).orElseThrow(() -> unknown(snapshot, id));
  }

  private static ProblemException unknown(RegistrySnapshot snapshot, MemberId id) {
    List<String> names = snapshot.members().keySet().stream().map(MemberId::toString).toList();
    String nearest =
        NearestName.among(names, id.toString()).map(name -> ", nearest " + name).orElse("");
    return ProblemException.of(
        ApiCode.UNKNOWN_MEMBER, "member " + id + ": found none in the registry" + nearest);
  }

  /** How many members are in each state, by its name in JSON. */
  public static JsonObject states(RegistrySnapshot snapshot) {
    JsonObject states = new JsonObject();
    Services.states(snapshot.members().values()).forEach(states::put);
    return states;
  }

  /** Whom a path is about, by its parameters {@code service} and {@code instance}. */
  static MemberId id(Exchange exchange) {
    try {
      return new MemberId(exchange.text("service"), exchange.text("instance"));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(HttpCode.INVALID_PARAMETER, "path: " + e.getMessage());
    }
  }

  /**
   * A snapshot that is as wanted, once there is one; after two seconds the newest whatever it says.
   *
   * @throws ProblemException if it is not known yet who is there
   */
  CompletableFuture<RegistrySnapshot> await(Predicate<RegistrySnapshot> wanted) {
    RegistrySnapshot now = snapshot();
    if (wanted.test(now) || waiting.get() >= MOST_WAITING) {
      return CompletableFuture.completedFuture(now);
    }
    waiting.incrementAndGet();
    CompletableFuture<RegistrySnapshot> found = new CompletableFuture<>();
    Consumer<RegistrySnapshot> look =
        snapshot -> {
          if (wanted.test(snapshot)) {
            found.complete(snapshot);
          }
        };
    Subscription subscription = subscribe.apply(look);
    // After the subscription: what came in between is seen by one of the two.
    look.accept(snapshot());
    return found
        .orTimeout(SHOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> snapshot())
        .whenComplete(
            (snapshot, failure) -> {
              subscription.close();
              waiting.decrementAndGet();
            });
  }
}
