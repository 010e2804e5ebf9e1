// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Whether events are mapped. Safe for any thread. */
final class MappingSwitch implements Operations {
  private final RuleSetPublisher publisher;
  private final Guard reading;
  private final Guard changing;

  MappingSwitch(RuleSetPublisher publisher, Guard reading, Guard changing) {
    this.publisher = publisher;
    this.reading = reading;
    this.changing = changing;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder
        .blocking("getMapping", reading.before(exchange -> Answer.ok(form(publisher.control()))))
        .blocking("pauseMapping", changing.before(exchange -> turn(exchange, true)))
        .blocking("resumeMapping", changing.before(exchange -> turn(exchange, false)));
  }

  private Answer turn(Exchange exchange, boolean pause) {
    JsonObject body = exchange.bodyAsObject();
    String by = body.getString("by", Change.NOBODY);
    String reason = body.getString("reason", "");
    Optional<MappingControl> before = publisher.control();
    boolean trial = exchange.flag("dryRun");
    Optional<MappingControl> now =
        trial
            ? before
            : Optional.of(pause ? publisher.pause(by, reason) : publisher.resume(by, reason));
    boolean changed = before.map(MappingControl::getPaused).orElse(false) != pause;
    return Answer.ok(form(now).put("dryRun", trial).put("changed", changed));
  }

  private static JsonObject form(Optional<MappingControl> control) {
    JsonObject json =
        new JsonObject().put("paused", control.map(MappingControl::getPaused).orElse(false));
    control.ifPresent(
        last ->
            json.put("by", last.getAuthor())
                .put("reason", last.getReason())
                .put("changedAt", Instant.ofEpochMilli(last.getChangedAtMs()).toString()));
    return json;
  }
}
