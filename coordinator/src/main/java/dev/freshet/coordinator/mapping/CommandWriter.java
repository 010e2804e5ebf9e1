// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.Held;
import dev.freshet.coordinator.held.Kind;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.topics.CommandHeaders;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.Delivery;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.RuleDefinition.Timing;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Makes commands and writes them: for nodes with a report of each, or for the shadow topic. */
final class CommandWriter {
  static final String COALESCE_MS = "freshet_coalesce_ms";
  static final String REPEAT_AFTER_MS = "freshet_repeat_after_ms";
  static final String COMMANDS_PER_SECOND = "freshet_commands_per_second";
  static final String BURST = "freshet_burst";

  private static final String YES = "1";

  private final Workbench bench;
  private final ProcessorContext<Object, Object> context;

  CommandWriter(Workbench bench, ProcessorContext<Object, Object> context) {
    this.bench = bench;
    this.context = context;
  }

  /** A command that an event asks for. */
  InvalidationCommand make(InFlight.Matched matched, Outcome.RuleRef rule, Target target) {
    RecordAddress address = matched.source().address();
    Cause cause =
        new Cause(
            matched.event().id(),
            matched.event().type(),
            matched.event().source(),
            address.topic(),
            address.partition(),
            address.offset(),
            rule.ruleSet(),
            rule.id(),
            rule.revision());
    return new InvalidationCommand(
        target.text(),
        bench.settings().origin(),
        cause,
        null,
        bench.nowMs(),
        matched.source().content().timestamp());
  }

  /** Writes a command at once. */
  void write(InvalidationCommand command) {
    write(command, headers(command));
  }

  /** Writes a command that was held, as one of now. */
  void write(Held held) {
    InvalidationCommand waited = held.command();
    InvalidationCommand command =
        new InvalidationCommand(
            waited.getTarget(),
            bench.settings().origin(),
            waited.getCause().orElse(null),
            waited.getReason().orElse(null),
            bench.nowMs(),
            waited.getEventStoredAtMs().orElse(null));
    Headers headers = headers(command);
    if (held.kind() == Kind.REPEATED) {
      add(headers, CommandHeaders.REPEAT, YES);
    } else if (held.kind() == Kind.LIMITED) {
      add(headers, CommandHeaders.LIMITED, YES);
    }
    write(command, headers);
  }

  private void write(InvalidationCommand command, Headers headers) {
    forward(command, headers, bench.topics().commands(), MappingTopology.COMMANDS);
    context.forward(bench.reports().invalidated(command), MappingTopology.CACHE_STATE);
    command.getCause().ifPresent(cause -> bench.metrics().commanded(rule(cause)));
  }

  /** Writes what a rule in shadow mode would send, and how it would. */
  void writeShadow(InFlight.Matched matched, Outcome.Invalidates match) {
    for (Target target : match.targets()) {
      InvalidationCommand command = make(matched, match.rule(), target);
      Headers headers = headers(command);
      addDelivery(headers, match.delivery());
      forward(command, headers, bench.topics().shadowCommands(), MappingTopology.SHADOW_COMMANDS);
    }
  }

  private static void addDelivery(Headers headers, Delivery delivery) {
    Timing timing = delivery.timing();
    if (!timing.coalesce().isZero()) {
      add(headers, COALESCE_MS, Long.toString(timing.coalesce().toMillis()));
    }
    if (!timing.repeatAfter().isZero()) {
      add(headers, REPEAT_AFTER_MS, Long.toString(timing.repeatAfter().toMillis()));
    }
    Delivery.Bound bound = delivery.bound();
    if (bound != null) {
      add(headers, COMMANDS_PER_SECOND, Long.toString(bound.rate().commandsPerSecond()));
      add(headers, BURST, Long.toString(bound.rate().burst()));
    }
  }

  private void forward(InvalidationCommand command, Headers headers, String topic, String sink) {
    byte[] value = bench.reports().encode(topic, command);
    context.forward(
        new Record<>(command.getTarget(), value, command.getIssuedAtMs(), headers), sink);
  }

  /** Fresh ones: Streams would hand on those of the event, its trace and type among them. */
  private static Headers headers(InvalidationCommand command) {
    Headers headers = new RecordHeaders();
    command
        .getCause()
        .ifPresent(
            cause -> {
              add(headers, CommandHeaders.RULE_ID, rule(cause));
              add(headers, CommandHeaders.RULE_REVISION, Long.toString(cause.getRevision()));
            });
    return headers;
  }

  private static void add(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String rule(Cause cause) {
    return MappingMetrics.name(cause.getRuleSet(), cause.getRule());
  }
}
