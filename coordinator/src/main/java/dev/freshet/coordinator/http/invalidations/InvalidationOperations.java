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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The operation of {@code invalidations.yaml}. Safe for any thread. */
public final class InvalidationOperations implements Operations {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

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
    Order order = Order.of(exchange.bodyAsObject());
    Future<Plan> planned =
        exchange.blocking(() -> Plan.of(order.targets(), books.book(), members.get()));
    return exchange.flag("dryRun")
        ? planned.map(plan -> Answer.ok(plan.toJson(true, List.of())))
        : planned.compose(plan -> carryOut(exchange, plan, order.reason(), wait));
  }

  private Future<Answer> carryOut(
      Exchange exchange, Plan plan, String reason, Optional<Duration> wait) {
    return exchange
        .blocking(() -> write(plan, reason, wait.isPresent()))
        .compose(writes -> Stages.toFuture(exchange, writes))
        // On a worker, as writing: on Kafka's own thread, which stored it, nothing may wait.
        .compose(stored -> exchange.blocking(() -> report(plan, reason, stored)))
        .compose(stored -> answer(exchange, plan.toJson(false, stored), stored, wait));
  }

  private CompletableFuture<List<Stored>> write(Plan plan, String reason, boolean awaited) {
    List<CompletableFuture<Stored>> writes = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      writes.add(commands.write(step.target(), reason, awaited));
    }
    return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> writes.stream().map(CompletableFuture::join).toList());
  }

  private List<Stored> report(Plan plan, String reason, List<Stored> stored) {
    plan.steps().forEach(step -> reports.invalidated(step.target(), reason));
    return stored;
  }

  private Future<Answer> answer(
      Exchange exchange, JsonObject json, List<Stored> stored, Optional<Duration> wait) {
    if (wait.isEmpty()) {
      return Future.succeededFuture(Answer.json(ACCEPTED, json));
    }
    Map<Integer, Long> offsets = new HashMap<>();
    stored.forEach(
        one -> offsets.merge(one.receipt().partition(), one.receipt().offset(), Math::max));
    Instant last = stored.get(stored.size() - 1).at();
    return Stages.toFuture(exchange, watch.await(Question.commands(offsets), last, wait.get()))
        .map(
            applied ->
                Answer.json(
                    applied.isComplete() ? OK : ACCEPTED, json.put("applied", applied.toJson())));
  }
}
