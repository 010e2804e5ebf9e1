// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.invalidations;

import dev.freshet.coordinator.http.applied.AppliedWatch;
import dev.freshet.coordinator.http.applied.Question;
import dev.freshet.coordinator.http.applied.Waits;
import dev.freshet.coordinator.http.log.CommandLog;
import dev.freshet.coordinator.http.log.StateReports;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.registry.RegistrySnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The operation of {@code invalidations.yaml}. Safe for any thread. */
public final class InvalidationOperations implements Operations {
  private final CommandLog commands;
  private final StateReports reports;
  private final AppliedWatch watch;
  private final RuleBooks books;
  private final Supplier<RegistrySnapshot> members;

  /**
   * The operation.
   *
   * @param commands where commands are written
   * @param reports where they are reported
   * @param watch says where they are applied
   * @param books the rules in force, with their regions
   * @param members the newest snapshot of them
   */
  public InvalidationOperations(
      CommandLog commands,
      StateReports reports,
      AppliedWatch watch,
      RuleBooks books,
      Supplier<RegistrySnapshot> members) {
    this.commands = commands;
    this.reports = reports;
    this.watch = watch;
    this.books = books;
    this.members = members;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.on("invalidate", this::invalidate);
  }

  private Future<Answer> invalidate(Exchange exchange) {
    Optional<Duration> wait = Waits.of(exchange);
    return exchange
        .blocking(
            () -> {
              Order order = Order.of(exchange.bodyAsObject());
              Plan plan = Plan.of(order.targets(), books.book(), members.get());
              return exchange.flag("dryRun")
                  ? CompletableFuture.completedFuture(Answer.ok(plan.toJson(true, List.of())))
                  : carryOut(plan, order.reason(), wait);
            })
        .compose(answer -> Stages.toFuture(exchange, answer));
  }

  private CompletableFuture<Answer> carryOut(Plan plan, String reason, Optional<Duration> wait) {
    List<CompletableFuture<Stored>> writes = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      writes.add(commands.write(step.target(), reason, wait.isPresent()));
    }
    return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            all -> {
              plan.steps().forEach(step -> reports.invalidated(step.target(), reason));
              List<Stored> stored = writes.stream().map(CompletableFuture::join).toList();
              return answer(plan.toJson(false, stored), stored, wait);
            });
  }

  private CompletableFuture<Answer> answer(
      JsonObject json, List<Stored> stored, Optional<Duration> wait) {
    if (wait.isEmpty()) {
      return CompletableFuture.completedFuture(Answer.json(202, json));
    }
    Map<Integer, Long> offsets = new HashMap<>();
    stored.forEach(
        one -> offsets.merge(one.receipt().partition(), one.receipt().offset(), Math::max));
    return watch
        .await(Question.commands(offsets), stored.get(stored.size() - 1).at(), wait.get())
        .thenApply(
            applied ->
                Answer.json(
                    applied.isComplete() ? 200 : 202, json.put("applied", applied.toJson())));
  }
}
