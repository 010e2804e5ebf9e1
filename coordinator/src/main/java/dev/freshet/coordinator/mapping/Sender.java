// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.held.Held;
import dev.freshet.coordinator.held.HeldCommands;
import dev.freshet.coordinator.held.Kind;
import dev.freshet.coordinator.held.Limiter;
import dev.freshet.coordinator.held.Orders;
import dev.freshet.coordinator.held.Slot;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.values.Target;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.Delivery;
import dev.freshet.rules.Outcome;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Sends the commands of one task, at once or when they are due. What need not wait touches no
 * store. Belongs to the task's thread.
 */
final class Sender {
  private final Workbench bench;
  private final CommandWriter writer;
  private final HeldCommands held;
  private final Limiter limiter = new Limiter();

  Sender(Workbench bench, ProcessorContext<Object, Object> context) {
    this.bench = bench;
    this.writer = new CommandWriter(bench, context);
    this.held = context.getStateStore(MappingTopology.HELD_QUEUE);
    held.begin(context.getStateStore(MappingTopology.HELD), codec(bench), bench.nowMs());
  }

  private static HeldCommands.Codec codec(Workbench bench) {
    String topic = bench.topics().commands();
    return new HeldCommands.Codec() {
      @Override
      public byte[] encode(InvalidationCommand command) {
        return bench.reports().encode(topic, command);
      }

      @Override
      public InvalidationCommand decode(byte[] bytes) {
        RecordAddress somewhere = new RecordAddress(MappingTopology.HELD, 0, 0);
        return bench
            .parts()
            .patience()
            .untilAnswered(
                () -> bench.parts().codec().decode(somewhere, bytes, InvalidationCommand.class));
      }
    };
  }

  /** Adds to the orders what a rule may send. */
  void order(InFlight.Matched event, Outcome.Invalidates match, Orders orders) {
    Delivery.Bound bound = match.delivery().bound();
    if (bound == null) {
      orders.add(match);
      return;
    }
    String rule = MappingMetrics.name(match.rule());
    int commands = furtherCommands(event, match);
    if (limiter.admits(rule, bound.rate(), commands, bench.nowMs())) {
      orders.add(match);
    } else {
      orders.addInstead(match, bound);
      bench.metrics().limited(rule, commands);
    }
  }

  /** Events that share a held command cost no further one. */
  private int furtherCommands(InFlight.Matched event, Outcome.Invalidates match) {
    Duration coalesce = match.delivery().timing().coalesce();
    List<Target> targets = match.targets();
    if (coalesce.isZero()) {
      return targets.size();
    }
    long nowMs = bench.nowMs();
    String topic = event.source().address().topic();
    return (int)
        targets.stream()
            .map(target -> Slot.of(Kind.COALESCED, coalesce, target.text(), topic))
            .filter(slot -> !held.takesIn(slot, nowMs))
            .count();
  }

  /** Sends what an event asks for, or holds it. */
  void send(InFlight.Matched event, Orders orders) {
    for (Orders.Order order : orders.first()) {
      if (order.isAtOnce()) {
        writer.write(writer.make(event, order.rule(), order.target()));
      } else {
        hold(event, order);
      }
    }
    for (Orders.Order order : orders.repeated()) {
      hold(event, order);
    }
  }

  void sendShadow(InFlight.Matched event, Outcome.Invalidates match) {
    writer.writeShadow(event, match);
  }

  /**
   * What cannot be held any more is not dropped: what would have been merged is sent at once, and
   * what would have been repeated is repeated as one command for everything.
   */
  private void hold(InFlight.Matched event, Orders.Order order) {
    if (!held.isFull()) {
      hold(event, order, order.target());
      return;
    }
    bench.metrics().overflowed(order.kind());
    if (order.kind().holdsBackEvents()) {
      writer.write(writer.make(event, order.rule(), order.target()));
    } else {
      hold(event, order, Target.ALL);
    }
  }

  private void hold(InFlight.Matched event, Orders.Order order, Target target) {
    long nowMs = bench.nowMs();
    String topic = event.source().address().topic();
    Slot slot = Slot.of(order.kind(), order.delay(), target.text(), topic);
    if (held.takesIn(slot, nowMs)) {
      bench.metrics().merged(order);
    } else {
      held.hold(slot, writer.make(event, order.rule(), target), nowMs);
      bench.metrics().held(order);
    }
  }

  /** How long nothing is to be sent that has waited. */
  long restMs() {
    return held.nextDueAtMs().orElse(Long.MAX_VALUE) - bench.nowMs();
  }

  /** Sends what has waited long enough. */
  void sendDue() {
    held.deleteAcknowledged();
    long nowMs = bench.nowMs();
    for (Held next = held.due(nowMs); next != null; next = held.due(nowMs)) {
      writer.write(next);
      held.sent(next);
    }
  }
}
