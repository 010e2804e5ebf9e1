// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.terms.Page;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.coordinator.http.warmup.KnownRuns.Known;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.job.JobDefinition;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Shows the jobs of the rules in force, and starts them. Safe for any thread. */
final class JobOperations implements Operations {
  private static final String RUNS = "/api/v1/warmup/runs/";

  private final RuleBooks books;
  private final Supplier<RegistrySnapshot> members;
  private final KnownRuns known;
  private final RunOrders orders;
  private final InstantSource clock;

  JobOperations(WarmupOperations.Parts parts, KnownRuns known, RunOrders orders) {
    this.books = parts.books();
    this.members = parts.members()::snapshot;
    this.known = known;
    this.orders = orders;
    this.clock = parts.clock();
  }

  /** Where a run is shown; names of sets and jobs need no escapes in a path. */
  static String location(String run) {
    return RUNS + run;
  }

  @Override
  public void bind(OperationBinder binder) {
    // The book may have to be compiled first: no work for the event loop.
    binder
        .blocking("listWarmupJobs", this::list)
        .blocking("getWarmupJob", this::get)
        .on("startWarmupRun", this::start);
  }

  private Answer list(Exchange exchange) {
    return Answer.ok(
        Page.of(exchange, JobsByName.of(books.book()).all(), Function.identity(), form()::brief));
  }

  private Answer get(Exchange exchange) {
    return Answer.ok(form().full(job(books.book(), exchange)));
  }

  private static JobDefinition job(RuleBook book, Exchange exchange) {
    return JobsByName.of(book).require(exchange.text("set"), exchange.text("id"));
  }

  private JobForm form() {
    return new JobForm(known.planned(), clock.instant());
  }

  private Future<Answer> start(Exchange exchange) {
    Future<StartPlan> planned = exchange.blocking(() -> plan(exchange));
    return exchange.flag("dryRun")
        ? planned.map(plan -> Answer.ok(plan.toJson()))
        : planned.compose(plan -> order(exchange, plan));
  }

  private StartPlan plan(Exchange exchange) {
    RuleBook book = books.book();
    World world = new World(Jobs.of(book), Members.of(members.get()), Set.of());
    return StartPlan.of(job(book, exchange), Asked.of(exchange), world, known.planned());
  }

  private Future<Answer> order(Exchange exchange, StartPlan plan) {
    Asked asked = plan.asked();
    Expected.Job what = plan.what();
    String id = orders.newId(what.ruleSet(), what.id());
    WarmupRun expected = Expected.run(what, id, RunTrigger.ON_DEMAND, asked, clock.instant());
    StartRun order =
        new StartRun(id, what.ruleSet(), what.id(), asked.keys(), asked.by(), asked.reason());
    return RunOperations.write(exchange, () -> orders.start(order, expected))
        .compose(stored -> Stages.toFuture(exchange, known.await(id, Known::isPlanned)))
        .map(run -> Answer.accepted(location(id), RunForm.of(run, clock.instant())));
  }
}
