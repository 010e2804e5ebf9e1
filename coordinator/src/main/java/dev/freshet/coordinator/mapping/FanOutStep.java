// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.Orders;
import dev.freshet.coordinator.streams.Rests;
import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.Mode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One command for each target, whichever rules name it. Rules in shadow mode write to their own
 * topic and are counted, and do nothing else.
 */
final class FanOutStep extends ContextualProcessor<byte[], InFlight.Matched, Object, Object> {
  /** How exactly held commands keep their time. */
  static final Duration DUE_INTERVAL = Duration.ofMillis(50);

  private static final String RULE_FAILED = "rule-failed";

  private final Workbench bench;
  private @Nullable Sender sender;
  private Runnable restless = () -> {};

  FanOutStep(Workbench bench) {
    this.bench = bench;
  }

  @Override
  public void init(ProcessorContext<Object, Object> context) {
    super.init(context);
    sender = new Sender(bench, context);
    context.schedule(DUE_INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> sender().sendDue());
    restless = Rests.add(() -> sender().restMs());
  }

  @Override
  public void close() {
    restless.run();
  }

  private Sender sender() {
    if (sender == null) {
      throw new IllegalStateException("fan-out step: used before init");
    }
    return sender;
  }

  @Override
  public void process(Record<byte[], InFlight.Matched> record) {
    InFlight.Matched event = record.value();
    Orders orders = new Orders();
    Map<Outcome.RuleRef, String> failures = new LinkedHashMap<>();
    for (Outcome outcome : event.result().outcomes()) {
      boolean isShadow = outcome.rule().mode() == Mode.SHADOW;
      if (outcome instanceof Outcome.Invalidates match) {
        bench.metrics().matched(match);
        if (isShadow) {
          sender().sendShadow(event, match);
        } else {
          sender().order(event, match, orders);
        }
      } else if (outcome instanceof Outcome.Failed failed) {
        if (isShadow) {
          bench.metrics().failedInShadow(failed.rule());
        } else {
          failures.merge(failed.rule(), failed.message(), (one, other) -> one + "; " + other);
        }
      }
    }
    sender().send(event, orders);
    failures.forEach((rule, message) -> reject(event, rule, message));
    bench.metrics().mapped(event.event().type(), !orders.first().isEmpty(), !failures.isEmpty());
  }

  private void reject(InFlight.Matched event, Outcome.RuleRef rule, String message) {
    String name = MappingMetrics.name(rule);
    InFlight.Rejected rejected =
        new InFlight.Rejected(event.source(), event.correlation(), RULE_FAILED, message, name);
    context()
        .forward(
            new Record<>(event.source().content().key(), rejected, bench.nowMs()),
            MappingTopology.REJECT);
  }
}
