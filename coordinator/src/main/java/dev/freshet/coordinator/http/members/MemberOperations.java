// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.coordinator.http.terms.Page;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.Capabilities;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.form.CapabilitiesForm;
import dev.freshet.registry.form.MemberForm;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The operations of {@code members.yaml} that show and drain members. Safe for any thread. */
public final class MemberOperations implements Operations {
  private static final List<String> STATES =
      Arrays.stream(MemberStatus.values())
          .map(state -> state.name().toLowerCase(Locale.ROOT))
          .toList();

  private final Members members;
  private final MemberLog log;
  private final InstantSource clock;

  /** The operations. */
  public MemberOperations(Members members, MemberLog log, InstantSource clock) {
    this.members = members;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .on("listServices", exchange -> Future.succeededFuture(services(exchange)))
        .on("listNodes", exchange -> Future.succeededFuture(nodes(exchange)))
        .on("getNode", exchange -> Future.succeededFuture(node(exchange)))
        .on("getCapabilities", exchange -> Future.succeededFuture(capabilities()))
        .on("drainNode", this::drain)
        .on("liftDrain", this::lift);
  }

  private Answer services(Exchange exchange) {
    return Answer.ok(
        Page.of(exchange, Services.of(members.snapshot()), Function.identity(), Services::form));
  }

  private Answer nodes(Exchange exchange) {
    Optional<String> service = exchange.optional("service");
    Optional<MemberStatus> state = exchange.optional("state").map(MemberOperations::state);
    NavigableMap<MemberId, MemberView> found =
        members.snapshot().members().values().stream()
            .filter(member -> service.map(member.id().service()::equals).orElse(true))
            .filter(member -> state.map(member.entry().getState()::equals).orElse(true))
            .collect(
                Collectors.toMap(
                    MemberView::id, Function.identity(), (one, other) -> one, TreeMap::new));
    return Answer.ok(
        Page.of(
            exchange, found, MemberId::parse, member -> MemberForm.of(member, clock.instant())));
  }

  /** A state of any case, as people write it. */
  private static MemberStatus state(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    if (STATES.contains(name)) {
      return MemberStatus.valueOf(name.toUpperCase(Locale.ROOT));
    }
    String message = "query parameter state: found '" + text + "', expected one of " + STATES;
    throw ProblemException.of(
        HttpCode.INVALID_PARAMETER,
        message,
        List.of(
            Finding.at(HttpCode.INVALID_PARAMETER, "query:state", message)
                .withHint(
                    NearestName.among(STATES, text)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse(null))));
  }

  private Answer node(Exchange exchange) {
    return Answer.ok(full(Members.require(members.snapshot(), Members.id(exchange))));
  }

  private JsonObject full(MemberView member) {
    return new JsonObject(MemberForm.full(member, clock.instant()));
  }

  private Answer capabilities() {
    return Answer.ok(new JsonObject(CapabilitiesForm.of(Capabilities.of(members.snapshot()))));
  }

  private Future<Answer> drain(Exchange exchange) {
    MemberView member = Members.require(members.snapshot(), Members.id(exchange));
    JsonObject body = exchange.bodyAsObject();
    DrainOrder order =
        new DrainOrder(
            member.id().service(),
            member.id().instance(),
            body.getString("by", "unknown"),
            body.getString("reason"),
            clock.millis());
    return change(exchange, member, Optional.of(order), () -> log.drain(order));
  }

  private Future<Answer> lift(Exchange exchange) {
    MemberView member = Members.require(members.snapshot(), Members.id(exchange));
    return change(exchange, member, Optional.empty(), () -> log.liftDrain(member.id()));
  }

  /** Answers 200 once the registry shows it, and 202 if that is not soon. */
  private Future<Answer> change(
      Exchange exchange,
      MemberView member,
      Optional<DrainOrder> order,
      Supplier<CompletableFuture<?>> write) {
    if (exchange.flag("dryRun")) {
      return Future.succeededFuture(Answer.ok(full(with(member, order))));
    }
    return exchange
        .blocking(write::get)
        .compose(
            written ->
                Stages.toFuture(
                    exchange,
                    written.thenCompose(
                        stored ->
                            members.await(
                                snapshot ->
                                    snapshot
                                        .find(member.id())
                                        .filter(now -> has(now, order))
                                        .isPresent()))))
        .map(
            snapshot -> {
              MemberView now = snapshot.find(member.id()).orElse(member);
              return Answer.json(has(now, order) ? 200 : 202, full(now));
            });
  }

  private static boolean has(MemberView member, Optional<DrainOrder> order) {
    return member.entry().getDrain().equals(order);
  }

  /** As it would be, but for the state, which the registry decides. */
  private static MemberView with(MemberView member, Optional<DrainOrder> order) {
    RegistryEntry entry =
        RegistryEntry.newBuilder(member.entry()).setDrain(order.orElse(null)).build();
    return new MemberView(member.id(), entry, member.heard());
  }
}
