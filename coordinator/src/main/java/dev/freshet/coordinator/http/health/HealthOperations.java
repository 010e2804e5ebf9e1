// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import dev.freshet.coordinator.http.members.Members;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.coordinator.warmup.view.RunStates;
import dev.freshet.events.avro.RunState;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.management.Health;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.rules.RuleSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** The operations of {@code health.yaml}. Safe for any thread. */
public final class HealthOperations implements Operations, AutoCloseable {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Parts parts;
  private final Members members;
  private final SourceEnds ends;
  private final Rates rates;
  private final RegistryView.Subscription sampling;

  /**
   * What the operations work on. All of it stays the caller's to close.
   *
   * @param environment its name
   * @param coordinators the service whose instances are the coordinators
   * @param eventTopics those that events are mapped from
   * @param ruleSets those in force here; may wait while rules are compiled
   * @param runs how many warm-up runs are in which state; empty before they are read
   * @param health of this coordinator; does not block
   * @param alerts those of now; does not block
   * @param prometheus the text of all metrics
   */
  public record Parts(
      String environment,
      String coordinators,
      RegistryView view,
      Admin admin,
      List<String> eventTopics,
      Supplier<List<RuleSource>> ruleSets,
      Supplier<Optional<Map<RunState, Long>>> runs,
      Supplier<Health> health,
      Supplier<List<Map<String, Object>>> alerts,
      Supplier<String> prometheus,
      MeterRegistry meters,
      InstantSource clock) {}

  private HealthOperations(Parts parts) {
    this.parts = parts;
    this.members = Members.of(parts.view());
    this.ends = new SourceEnds(parts.admin(), parts.eventTopics());
    this.rates = new Rates(parts.meters(), System::nanoTime);
    // Members are heard every few seconds, which is as often as samples are wanted.
    this.sampling = parts.view().onChange(snapshot -> rates.sample());
  }

  /** The operations, which count what happens from now on. */
  public static HealthOperations start(Parts parts) {
    return new HealthOperations(parts);
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .on("getStatus", this::status)
        .on("getCacheHealth", exchange -> Future.succeededFuture(health()))
        .on("getCacheMetrics", exchange -> Future.succeededFuture(metrics()))
        .on("getAlerts", exchange -> Future.succeededFuture(alerts()))
        .blocking(
            "getPrometheusMetrics",
            exchange ->
                Answer.bytes(200, PROMETHEUS_TEXT, Buffer.buffer(parts.prometheus().get())));
  }

  private Answer health() {
    CacheHealth health =
        CacheHealth.of(parts.view().snapshot(), parts.view().health(), parts.health().get());
    return Answer.json(health.status() == CacheHealth.Status.DOWN ? 503 : 200, health.toJson());
  }

  private Answer metrics() {
    RegistrySnapshot snapshot = members.snapshot();
    JsonObject metrics =
        new JsonObject()
            .put("regions", CacheMetrics.regions(snapshot))
            .put("total", CacheMetrics.total(snapshot))
            .put("nodes", Members.states(snapshot))
            .put("rates", rates.toJson());
    parts.runs().get().ifPresent(states -> metrics.put("warmupRuns", warmupRuns(states)));
    return Answer.ok(metrics);
  }

  private static JsonObject warmupRuns(Map<RunState, Long> states) {
    JsonObject runs = new JsonObject();
    states.forEach((state, count) -> runs.put(RunStates.text(state), count));
    return runs;
  }

  private Answer alerts() {
    return Answer.ok(new JsonObject().put("alerts", new JsonArray(parts.alerts().get())));
  }

  private Future<Answer> status(Exchange exchange) {
    RegistrySnapshot snapshot = members.snapshot();
    Future<JsonArray> ruleSets =
        exchange.blocking(
            () -> RuleSetsInForce.toJson(parts.ruleSets().get(), snapshot, parts.coordinators()));
    return Stages.toFuture(exchange, ends.read())
        .compose(found -> ruleSets.map(sets -> Answer.ok(status(snapshot, found, sets))));
  }

  private JsonObject status(
      RegistrySnapshot snapshot, Map<TopicPartition, Long> found, JsonArray ruleSets) {
    Instant now = parts.clock().instant();
    JsonObject status = new JsonObject().put("environment", parts.environment());
    mapping(status);
    snapshot
        .observer()
        .ifPresent(
            observer ->
                status.put(
                    "observer",
                    new JsonObject()
                        .put("name", observer.getObserver())
                        .put("impaired", observer.getImpaired())
                        .put("message", observer.getMessage())));
    JsonArray sources = new JsonArray();
    SourceProgress.of(found, snapshot).forEach(source -> sources.add(source.toJson(now)));
    return status
        .put("nodes", Members.states(snapshot))
        .put("alerts", parts.alerts().get().stream().filter(HealthOperations::isRaised).count())
        .put("rates", rates.toJson())
        .put("sources", sources)
        .put("ruleSets", ruleSets);
  }

  private void mapping(JsonObject status) {
    Health health = parts.health().get();
    Optional<Health.Check> paused = health.check("mapping");
    boolean runs = health.check("streams").filter(Health.Check::passed).isPresent();
    String mapping =
        paused.isPresent() ? "paused" : runs ? "running" : health.alive() ? "waiting" : "failed";
    status.put("mapping", mapping).put("paused", paused.isPresent());
    paused.ifPresent(check -> status.put("pausedNote", check.detail()));
  }

  private static boolean isRaised(Map<String, Object> alert) {
    return "raised".equals(alert.get("state"));
  }

  @Override
  public void close() {
    sampling.close();
  }
}
