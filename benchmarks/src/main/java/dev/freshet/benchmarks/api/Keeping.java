// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.harness.stack.Members;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.view.RegistryView;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The registry with a thousand members that are heard every five seconds: what it costs its
 * coordinator more than one like it that has none, over the same time, and how soon ten views show
 * that something of a member does not hold any more. For one thread.
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

  /** Heartbeats of each member before anything is measured at all. */
  private static final int WARM_BEATS = 5;

  private static final String MEDIAN = "change shown by all views, p50";
  private static final String SLOW = "change shown by all views, p99";

  private final Backends servers;
  private final Effort effort;
  private final Members members;
  private final Views views;
  private boolean isWarm;

  /** Nobody is a member yet. What this opens ends with the others. */
  Keeping(Opened opened, Stack stack, Backends servers, Effort effort) {
    this.servers = servers;
    this.effort = effort;
    AvroCodec codec = opened.add(AvroCodec.forRegistry(stack.registryUrl()));
    this.members = new Members(opened.add(stack.producer()), codec, Backends.MEMBERS, MEMBERS);
    this.views =
        opened.add(
            new Views(
                VIEWS, () -> RegistryView.follow(stack.kafkaClient(), Backends.MEMBERS, codec)));
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
    if (!isWarm) {
      register();
      isWarm = true;
    }
    beat(effort.warmup().multipliedBy(3));
    // A view may leave out what holds no more: nothing changes twice before all have shown it.
    views.awaitAll(members::beatAll);
    Histogram unused = views.take();
    double[] kept = new double[1];
    double idle =
        servers
            .lonely()
            .percent(
                () ->
                    kept[0] =
                        servers.keeping().percent(() -> beat(Pace.window(effort).multipliedBy(2))));
    views.awaitAll(members::beatAll);
    Histogram micros = views.take();
    return List.of(
        new Reading(IDLE, idle),
        new Reading(KEPT, kept[0] - idle),
        new Reading(MEDIAN, micros.getValueAtPercentile(50) / 1e3),
        new Reading(SLOW, micros.getValueAtPercentile(99) / 1e3));
  }

  private void register() {
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
  }

  private void beat(Duration during) throws Exception {
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
