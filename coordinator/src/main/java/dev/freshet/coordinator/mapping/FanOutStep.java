// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.Mode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * One command for each target, whichever rules name it: the first of them is its cause. Rules in
 * shadow mode are counted and do nothing else.
 */
final class FanOutStep extends ContextualProcessor<byte[], InFlight.Matched, Object, Object> {
  private static final String RULE_FAILED = "rule-failed";

  private final Workbench bench;

  FanOutStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void process(Record<byte[], InFlight.Matched> record) {
    InFlight.Matched event = record.value();
    Set<Target> commanded = new HashSet<>();
    Map<Outcome.RuleRef, String> failures = new LinkedHashMap<>();
    for (Outcome outcome : event.result().outcomes()) {
      if (outcome instanceof Outcome.Invalidates match) {
        bench.metrics().matched(match);
        if (match.rule().mode() == Mode.ENFORCE) {
          invalidate(event, match, commanded);
        }
      } else if (outcome instanceof Outcome.Failed failed && failed.rule().mode() == Mode.SHADOW) {
        bench.metrics().failedInShadow(failed.rule());
      } else if (outcome instanceof Outcome.Failed failed) {
        failures.merge(failed.rule(), failed.message(), (one, other) -> one + "; " + other);
      }
    }
    failures.forEach((rule, message) -> reject(event, rule, message));
    bench.metrics().mapped(event.event().type(), !commanded.isEmpty(), !failures.isEmpty());
  }

  private void invalidate(
      InFlight.Matched event, Outcome.Invalidates match, Set<Target> commanded) {
    for (Target target : match.targets()) {
      if (commanded.add(target)) {
        InvalidationCommand command = command(event, match.rule(), target);
        byte[] value = bench.reports().encode(bench.topics().commands(), command);
        context()
            .forward(
                new Record<>(target.text(), value, command.getIssuedAtMs(), headers(match.rule())),
                MappingTopology.COMMANDS);
        context().forward(bench.reports().invalidated(command), MappingTopology.CACHE_STATE);
        bench.metrics().commanded(match.rule());
      }
    }
  }

  private InvalidationCommand command(
      InFlight.Matched matched, Outcome.RuleRef rule, Target target) {
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

  /** Fresh ones: Streams would hand on those of the event, its trace and type among them. */
  private static Headers headers(Outcome.RuleRef rule) {
    Headers headers = new RecordHeaders();
    headers.add("freshet_rule_id", bytes(MappingMetrics.name(rule)));
    headers.add("freshet_rule_rev", bytes(Long.toString(rule.revision())));
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void reject(InFlight.Matched event, Outcome.RuleRef rule, String message) {
    String name = MappingMetrics.name(rule);
    InFlight.Rejected rejected = new InFlight.Rejected(event.source(), RULE_FAILED, message, name);
    context()
        .forward(
            new Record<>(event.source().content().key(), rejected, bench.nowMs()),
            MappingTopology.REJECT);
  }
}
