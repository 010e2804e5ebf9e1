// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Page;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.coordinator.http.warmup.KnownRuns.Known;
import dev.freshet.coordinator.warmup.view.RunPlace;
import dev.freshet.coordinator.warmup.view.RunStates;
import dev.freshet.events.avro.CancelRun;
import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Shows runs, ends them, and has what failed tried again. Safe for any thread. */
final class RunOperations implements Operations {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final KnownRuns known;
  private final RunOrders orders;
  private final InstantSource clock;

  RunOperations(KnownRuns known, RunOrders orders, InstantSource clock) {
    this.known = known;
    this.orders = orders;
    this.clock = clock;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .on("listWarmupRuns", exchange -> Future.succeededFuture(list(exchange)))
        .on("getWarmupRun", exchange -> Future.succeededFuture(get(exchange)))
        .on("cancelWarmupRun", this::cancel)
        .on("retryWarmupRun", this::retry);
  }

  private Answer list(Exchange exchange) {
    Predicate<WarmupRun> wanted =
        is(exchange, "job", run -> run.getRuleSet() + "/" + run.getJob())
            .and(is(exchange, "region", WarmupRun::getRegion))
            .and(is(exchange, "state", run -> RunStates.text(run.getState())));
    NavigableMap<RunPlace, WarmupRun> found = new TreeMap<>();
    known
        .planned()
        .newestFirst()
        .forEach(
            (place, run) -> {
              if (wanted.test(run)) {
                found.put(place, run);
              }
            });
    return Answer.ok(
        Page.of(exchange, found, RunPlace::parse, run -> RunForm.of(run, clock.instant())));
  }

  private static Predicate<WarmupRun> is(
      Exchange exchange, String parameter, Function<WarmupRun, String> of) {
    Optional<String> wanted = exchange.optional(parameter);
    return run -> wanted.map(of.apply(run)::equals).orElse(true);
  }

  private Answer get(Exchange exchange) {
    return Answer.ok(form(known.require(exchange.text("run"))));
  }

  private JsonObject form(Known run) {
    return RunForm.of(run, clock.instant());
  }

  private Future<Answer> cancel(Exchange exchange) {
    Known run = known.require(exchange.text("run"));
    if (hasEnded(run)) {
      throw ProblemException.of(ApiCode.RUN_ENDED, text(run) + ", expected one that has not ended");
    }
    if (exchange.flag("dryRun")) {
      return Future.succeededFuture(Answer.ok(form(run)));
    }
    Asked asked = Asked.of(exchange);
    CancelRun order = new CancelRun(run.run().getRun(), asked.by(), asked.reason());
    return write(exchange, () -> orders.cancel(order))
        .compose(
            stored ->
                Stages.toFuture(exchange, known.await(order.getRun(), RunOperations::hasEnded)))
        .map(now -> Answer.json(hasEnded(now) ? OK : ACCEPTED, form(now)));
  }

  private Future<Answer> retry(Exchange exchange) {
    WarmupRun run = mustBeRetried(known.require(exchange.text("run")));
    Asked asked = Asked.of(exchange);
    String id = orders.newId(run.getRuleSet(), run.getJob());
    WarmupRun next =
        Expected.run(
            new Expected.Job(run.getRuleSet(), run.getJob(), run.getRegion(), run.getPriority()),
            id,
            RunTrigger.RETRY,
            asked,
            clock.instant());
    if (exchange.flag("dryRun")) {
      return Future.succeededFuture(Answer.ok(form(new Known(next, false))));
    }
    RetryRun order = new RetryRun(run.getRun(), id, asked.by(), asked.reason());
    return write(exchange, () -> orders.retry(order, next))
        .compose(stored -> Stages.toFuture(exchange, known.await(id, Known::isPlanned)))
        .map(now -> Answer.accepted(JobOperations.location(id), form(now)));
  }

  private static WarmupRun mustBeRetried(Known run) {
    if (!hasEnded(run)) {
      throw ProblemException.of(ApiCode.RUN_NOT_ENDED, text(run) + ", expected one that has ended");
    }
    if (run.run().getFailed() == 0) {
      throw ProblemException.of(
          ApiCode.NOTHING_FAILED, text(run) + " and no key that failed, expected some");
    }
    return run.run();
  }

  private static boolean hasEnded(Known run) {
    return run.isPlanned() && RunStates.hasEnded(run.run());
  }

  private static String text(Known run) {
    String state = run.isPlanned() ? RunStates.text(run.run().getState()) : "ordered";
    return "run " + run.run().getRun() + ": found it " + state;
  }

  static Future<Stored> write(Exchange exchange, Supplier<CompletableFuture<Stored>> write) {
    return exchange.blocking(write::get).compose(written -> Stages.toFuture(exchange, written));
  }
}
