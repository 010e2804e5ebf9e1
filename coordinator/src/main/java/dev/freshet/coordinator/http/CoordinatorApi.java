// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import dev.freshet.coordinator.http.applied.AppliedWatch;
import dev.freshet.coordinator.http.applied.ReceiptOperations;
import dev.freshet.coordinator.http.events.EventOperations;
import dev.freshet.coordinator.http.health.HealthOperations;
import dev.freshet.coordinator.http.invalidations.InvalidationOperations;
import dev.freshet.coordinator.http.log.CommandLog;
import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.StateReports;
import dev.freshet.coordinator.http.members.MemberLog;
import dev.freshet.coordinator.http.members.MemberOperations;
import dev.freshet.coordinator.http.members.Members;
import dev.freshet.coordinator.http.members.RegistrationOperations;
import dev.freshet.coordinator.http.rules.RuleOperations;
import dev.freshet.coordinator.http.stream.StreamOperations;
import dev.freshet.coordinator.http.trace.TraceOperations;
import dev.freshet.coordinator.http.warmup.WarmupOperations;
import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.warmup.view.Runs;
import dev.freshet.coordinator.warmup.view.RunsView;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.http.ApiDocument;
import dev.freshet.http.ApiServer;
import dev.freshet.http.Operations;
import dev.freshet.registry.view.RegistryView;
import java.time.Duration;
import java.util.List;

/** The running HTTP API of a coordinator. Safe for any thread. */
public final class CoordinatorApi implements AutoCloseable {
  /** Longer than anybody may wait for nodes. */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(75);

  private static final int WORKERS = 16;

  private final ApiServer server;
  private final Closer closer;

  private CoordinatorApi(ApiServer server, Closer closer) {
    this.server = server;
    this.closer = closer;
  }

  /** The OpenAPI document, with the parts of all groups. */
  public static ApiDocument document() {
    return ApiDocument.openApi(
        CoordinatorApi.class,
        "base.yaml",
        "events.yaml",
        "receipts.yaml",
        "invalidations.yaml",
        "trace.yaml",
        "stream.yaml",
        "members.yaml",
        "rules.yaml",
        "warmup.yaml",
        "health.yaml");
  }

  /**
   * Listens; blocks until it does, and does not wait for Kafka.
   *
   * @param host the address to listen on
   * @param port 0 for a free one
   * @throws IllegalStateException if the port is taken; names it
   */
  public static CoordinatorApi start(String host, int port, ApiParts parts) {
    Closer closer = new Closer();
    try {
      ApiServer.Builder server =
          ApiServer.builder(document())
              .host(host)
              .port(port)
              .workerThreads(WORKERS)
              .requestTimeout(LONGEST_REQUEST)
              .meters(parts.meters())
              .document(ApiDocument.asyncApi(DomainEvent.class, "asyncapi.yaml"))
              .problemPages(ApiPages::problem)
              .routes(ApiPages::schemas);
      groups(parts, closer).forEach(server::operations);
      return new CoordinatorApi(closer.add(server.start()), closer);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static List<Operations> groups(ApiParts parts, Closer closer) {
    LogWriter log = parts.life().log();
    RegistryView view = parts.life().view();
    AppliedWatch watch = closer.add(AppliedWatch.over(view));
    RunsView runs = closer.add(RunsView.follow(parts.kafka(), parts.topics(), parts.codec()));
    Members members = Members.of(view);
    MemberLog memberLog = new MemberLog(log, parts.codec(), parts.topics());
    var commands =
        new CommandLog(log, parts.codec(), parts.topics(), parts.origin(), parts.clock());
    var reports =
        new StateReports(log, parts.codec(), parts.topics(), parts.origin(), parts.clock());
    return List.of(
        new EventOperations(
            log,
            watch,
            parts.books(),
            new EventDecoder(parts.codec()),
            parts.clock(),
            parts.topics().events()),
        new ReceiptOperations(watch, parts.admin(), parts.eventTopics()),
        new InvalidationOperations(commands, reports, watch, parts.books(), view::snapshot),
        new TraceOperations(
            new TraceOperations.Sources(
                parts.kafka(), parts.codec(), parts.topics(), parts.eventTopics()),
            watch,
            parts.books(),
            parts.clock()),
        closer.add(
            StreamOperations.start(parts.kafka(), parts.codec(), parts.topics(), parts.meters())),
        new MemberOperations(members, memberLog, parts.clock()),
        new RegistrationOperations(members, memberLog, parts.clock()),
        closer.add(RuleOperations.connect(rules(parts, view))),
        new WarmupOperations(warmup(parts, runs, members)),
        closer.add(HealthOperations.start(health(parts, runs))));
  }

  private static RuleOperations.Parts rules(ApiParts parts, RegistryView view) {
    return new RuleOperations.Parts(
        parts.kafka(),
        parts.schemaRegistry(),
        parts.topics(),
        parts.eventTopics(),
        parts.books(),
        view::snapshot,
        parts.clock());
  }

  private static WarmupOperations.Parts warmup(ApiParts parts, RunsView runs, Members members) {
    return new WarmupOperations.Parts(
        parts.life().log(),
        runs,
        members,
        parts.books(),
        parts.codec(),
        parts.topics(),
        parts.origin(),
        parts.clock());
  }

  private static HealthOperations.Parts health(ApiParts parts, RunsView runs) {
    ApiParts.Life life = parts.life();
    return new HealthOperations.Parts(
        parts.topics().environment(),
        life.coordinators(),
        life.view(),
        parts.admin(),
        parts.eventTopics(),
        () -> parts.books().book().sources(),
        () -> runs.runs().map(Runs::states),
        life.health(),
        life.alerts()::alerts,
        life.prometheus(),
        parts.meters(),
        parts.clock());
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  /** Answers what runs, for some seconds at the most, and ends. */
  @Override
  public void close() {
    closer.close();
  }
}
