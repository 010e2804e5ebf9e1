// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.coordinator.proposal.Proposal;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.registry.Capabilities;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.diff.RuleDiff;
import dev.freshet.rules.report.ReportFormat;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What is wrong with rules, and what they would change. Safe for any thread; stores nothing. */
final class RuleTrials implements Operations {
  private static final Duration LONGEST_SPAN = Duration.ofDays(7);

  private final RuleSetPublisher publisher;
  private final EventCatalogue catalogue;
  private final PastEvents past;
  private final Supplier<RegistrySnapshot> members;
  private final InstantSource clock;
  private final Guard guard;

  RuleTrials(
      RuleSetPublisher publisher,
      EventCatalogue catalogue,
      PastEvents past,
      Supplier<RegistrySnapshot> members,
      InstantSource clock,
      Guard guard) {
    this.publisher = publisher;
    this.catalogue = catalogue;
    this.past = past;
    this.members = members;
    this.clock = clock;
    this.guard = guard;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .blocking("checkRules", guard.before(this::check))
        .blocking("diffRules", guard.before(this::diff));
  }

  private Answer check(Exchange exchange) throws IOException {
    GivenFiles given = GivenFiles.of(exchange);
    CheckReport report = propose(given).check(withLoaded(settings(clock)));
    return Answer.ok(form(report).put("failed", report.failed(FailOn.ERROR)));
  }

  /** Whoever has not heard of any member yet does not say what none of them can do. */
  private CheckSettings withLoaded(CheckSettings settings) {
    RegistrySnapshot now = members.get();
    return now.live().findAny().isEmpty()
        ? settings
        : settings.withLoaded(
            Capabilities.of(now).regions().stream()
                .filter(use -> !use.loaders().isEmpty())
                .map(Capabilities.RegionUse::region)
                .collect(Collectors.toSet()));
  }

  private Answer diff(Exchange exchange) throws IOException {
    Duration span = span(exchange);
    GivenFiles given = GivenFiles.of(exchange);
    Proposal proposal = propose(given);
    requireNoErrors(proposal.check(settings(clock)), given);
    JsonObject json = new JsonObject().put("diff", form(proposal.diff()));
    if (!span.isZero()) {
      new Blast(past.replay(proposal.bookBefore(), proposal.bookAfter(), span)).addTo(json);
    }
    return Answer.ok(json);
  }

  private Proposal propose(GivenFiles given) {
    return Proposal.of(publisher.current(), given.sources(), catalogue.read());
  }

  /** How much of the past to replay. */
  static Duration span(Exchange exchange) {
    return Durations.parse("replay", exchange.text("replay"), LONGEST_SPAN);
  }

  static CheckSettings settings(InstantSource clock) {
    return CheckSettings.on(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  static void requireNoErrors(CheckReport report, GivenFiles given) {
    if (report.failed(FailOn.ERROR)) {
      throw Refusals.errors(report.issues(), given.pointers());
    }
  }

  /** As the command line shows it. */
  static JsonObject form(CheckReport report) {
    return new JsonObject(ReportFormat.JSON.render(report, FailOn.ERROR, false));
  }

  /** As the command line shows it. */
  static JsonObject form(RuleDiff diff) {
    return new JsonObject(diff.toJson());
  }
}
