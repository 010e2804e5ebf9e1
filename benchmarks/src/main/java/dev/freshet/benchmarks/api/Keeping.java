// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Members;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.view.RegistryView;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.Producer;

/**
 * The registry with a thousand members that are heard every five seconds: what it costs its
 * coordinator, and how soon ten views show that something of a member does not hold any more.
 */
final class Keeping {
  private static final int MEMBERS = 1_000;
  private static final int BEATS_PER_SECOND = MEMBERS / 5;
  private static final int VIEWS = 10;

  /** Every so many heartbeats one that says something new: twenty a second. */
  private static final int BEATS_PER_CHANGE = 10;

  private static final double PERCENT_OF_A_CORE = 10;
  private static final double CONVERGENCE_MS = 1_000;
  private static final String IDLE = "CPU, no member";
  private static final String KEPT = "CPU, more with members";

  /** Heartbeats of each member before anything is measured. */
  private static final int WARM_BEATS = 5;

  private static final String MEDIAN = "change shown by all views, p50";
  private static final String SLOW = "change shown by all views, p99";

  private final Stack stack;
  private final Effort effort;

  Keeping(Stack stack, Effort effort) {
    this.stack = stack;
    this.effort = effort;
  }

  Trial trial() {
    return new Trial(
        "registry of %,d members, %d views".formatted(MEMBERS, VIEWS),
        List.of(
            Claim.of(IDLE, "% of a core"),
            Claim.of(KEPT, "% of a core").atMost(PERCENT_OF_A_CORE),
            Claim.of(MEDIAN, "ms"),
            Claim.of(SLOW, "ms").atMost(CONVERGENCE_MS)),
        this::measure);
  }

  private List<Reading> measure() throws Exception {
    Topics topics = new Topics("keeping-" + UUID.randomUUID().toString().substring(0, 8));
    try (Server coordinator = stack.coordinator(topics, Server.SETTLED);
        AvroCodec codec = AvroCodec.forRegistry(stack.registryUrl());
        Producer<byte[], byte[]> producer = stack.producer()) {
      Pace.rest(effort.warmup().multipliedBy(2));
      double idle = coordinator.percent(() -> Pace.rest(Pace.window(effort)));
      Members members = new Members(producer, codec, topics, MEMBERS);
      return measure(coordinator, idle, members, topics, codec);
    }
  }

  private List<Reading> measure(
      Server coordinator, double idle, Members members, Topics topics, AvroCodec codec)
      throws Exception {
    try (Views views =
        new Views(VIEWS, () -> RegistryView.follow(stack.kafkaClient(), topics, codec))) {
      for (int member = 0; member < MEMBERS; member++) {
        views.expect(Members.id(member), MemberStatus.UP);
        members.register(member);
        members.beat(member);
      }
      // A heartbeat is no news of a member whose registration it has overtaken: it says it again.
      views.awaitAll(members::beatAll);
      for (int number = 0; number < WARM_BEATS * MEMBERS; number++) {
        members.beat(number % MEMBERS);
      }
      beat(effort.warmup().multipliedBy(2), members, views);
      // A view may leave out what holds no more: nothing changes twice before all have shown it.
      views.awaitAll(members::beatAll);
      Histogram unused = views.take();
      double kept = coordinator.percent(() -> beat(Pace.window(effort), members, views));
      views.awaitAll(members::beatAll);
      Histogram micros = views.take();
      return List.of(
          new Reading(IDLE, idle),
          new Reading(KEPT, kept - idle),
          new Reading(MEDIAN, micros.getValueAtPercentile(50) / 1e3),
          new Reading(SLOW, micros.getValueAtPercentile(99) / 1e3));
    }
  }

  private static void beat(Duration during, Members members, Views views) throws Exception {
    Pace.evenly(
        BEATS_PER_SECOND,
        during,
        number -> {
          int member = number % MEMBERS;
          // Each time others: a view that lags must not miss what has changed twice meanwhile.
          if ((number + number / MEMBERS) % BEATS_PER_CHANGE == 0) {
            views.expect(Members.id(member), members.flip(member));
          }
          members.beat(member);
        });
  }
}
