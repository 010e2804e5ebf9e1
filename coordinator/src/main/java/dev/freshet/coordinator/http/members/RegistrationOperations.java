// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.Registration;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The operations of {@code members.yaml} by which somebody who does not speak Kafka is a member:
 * the coordinator writes to the topics what it says. Any coordinator may be asked the next time.
 * Safe for any thread.
 */
public final class RegistrationOperations implements Operations {
  private final Members members;
  private final MemberLog log;
  private final InstantSource clock;
  private final Sequence sequence = new Sequence();

  /** The operations. */
  public RegistrationOperations(Members members, MemberLog log, InstantSource clock) {
    this.members = members;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .on("register", this::register)
        .on("sendHeartbeat", this::beat)
        .on("deregister", this::leave);
  }

  private Future<Answer> register(Exchange exchange) {
    MemberId id = Members.id(exchange);
    Starts.Start start =
        Starts.of(members.snapshot(), id, exchange.optional("incarnation"), clock.instant());
    Registration registration = RegistrationReading.of(id, start, exchange.bodyAsObject());
    if (exchange.flag("dryRun")) {
      return Future.succeededFuture(Answer.ok(registered(registration)));
    }
    return write(exchange, () -> log.register(registration))
        // Whoever is asked next should know of it.
        .compose(stored -> known(exchange, id, start.incarnation()))
        .map(
            shown ->
                Answer.json(start.isNew() ? 201 : 200, registered(registration))
                    .header("Location", "/api/v1/nodes/" + id.service() + "/" + id.instance()));
  }

  /** The schema {@code Registered} of the API document. */
  private JsonObject registered(Registration registration) {
    return new JsonObject()
        .put("service", registration.getService())
        .put("instance", registration.getInstance())
        .put("incarnation", registration.getIncarnation())
        .put("lease", lease(registration.getLease(), clock.instant()));
  }

  private Future<Answer> beat(Exchange exchange) {
    MemberId id = Members.id(exchange);
    JsonObject body = exchange.bodyAsObject();
    String incarnation = body.getString("incarnation");
    return known(exchange, id, incarnation)
        .compose(
            snapshot -> {
              MemberView member = Starts.require(snapshot, id, incarnation);
              Instant now = clock.instant();
              Answer answer = Answer.ok(lease(member.entry().getRegistration().getLease(), now));
              if (exchange.flag("dryRun")) {
                return Future.succeededFuture(answer);
              }
              Heartbeat heartbeat = Beats.of(member, body, sequence.next(member, now), now);
              return write(exchange, () -> log.beat(heartbeat)).map(stored -> answer);
            });
  }

  private Future<Answer> leave(Exchange exchange) {
    MemberId id = Members.id(exchange);
    String incarnation = exchange.text("incarnation");
    return known(exchange, id, incarnation)
        .compose(
            snapshot -> {
              MemberView member = Members.require(snapshot, id);
              if (Starts.hasLeft(member.entry(), incarnation)) {
                return Future.succeededFuture(Answer.noContent());
              }
              Starts.require(snapshot, id, incarnation);
              return exchange.flag("dryRun")
                  ? Future.succeededFuture(Answer.noContent())
                  : write(exchange, () -> log.leave(id, incarnation))
                      .map(stored -> Answer.noContent());
            });
  }

  /**
   * The members, once this start is among them: whoever has just registered, with whichever
   * coordinator, may be faster than the registry.
   */
  private Future<RegistrySnapshot> known(Exchange exchange, MemberId id, String incarnation) {
    return Stages.toFuture(
        exchange, members.await(snapshot -> Starts.isKnown(snapshot, id, incarnation)));
  }

  private static <T> Future<T> write(Exchange exchange, Supplier<CompletableFuture<T>> write) {
    return exchange.blocking(write::get).compose(written -> Stages.toFuture(exchange, written));
  }

  /** The schema {@code Lease} of the API document. */
  private static JsonObject lease(MemberLease lease, Instant now) {
    return new JsonObject()
        .put("heartbeatMs", lease.getHeartbeatMs())
        .put("suspectAfterMs", lease.getSuspectAfterMs())
        .put("expireAfterMs", lease.getExpireAfterMs())
        .put("expiresAt", now.plusMillis(lease.getExpireAfterMs()).toString());
  }
}
