// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.stack.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What servers cost while nothing happens. All are looked at over the same stretch of time: each
 * subject is told its part of it, and whoever asks again waits for the next. For one thread.
 */
final class IdleWindows {
  /** What happens once in a second or so should happen often. */
  private static final int WINDOWS = 2;

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** As long as what has just started loads and compiles. */
  private static final int SETTLING = 4;

  private final Collection<Server> servers;
  private final Duration settling;
  private final Duration length;
  private final Set<String> told = new HashSet<>();
  private final Map<Server, Double> percents = new HashMap<>();

  IdleWindows(Collection<Server> servers, Effort effort) {
    this.servers = List.copyOf(servers);
    this.settling = effort.warmup().multipliedBy(SETTLING);
    Duration wanted = Pace.window(effort).multipliedBy(WINDOWS);
    this.length = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
  }

  /**
   * What some of the servers cost together, in percent of a core.
   *
   * @param subject who asks
   */
  double percent(String subject, Collection<Server> some) throws IOException {
    return percentMore(subject, some, List.of());
  }

  /**
   * What some of the servers cost more than others, in percent of a core.
   *
   * @param subject who asks
   */
  double percentMore(String subject, Collection<Server> some, Collection<Server> others)
      throws IOException {
    if (percents.isEmpty()) {
      Pace.rest(settling);
      look();
    }
    if (!told.add(subject)) {
      told.clear();
      told.add(subject);
      look();
    }
    return sum(some) - sum(others);
  }

  private double sum(Collection<Server> some) {
    return some.stream().mapToDouble(each -> Objects.requireNonNull(percents.get(each))).sum();
  }

  private void look() throws IOException {
    Map<Server, ThreadTimes> before = new HashMap<>();
    for (Server each : servers) {
      before.put(each, ThreadTimes.of(each.process().pid()));
    }
    long beginNanos = System.nanoTime();
    Pace.rest(length);
    for (Server each : servers) {
      ThreadTimes now = ThreadTimes.of(each.process().pid());
      long ranNanos = now.nanosSince(Objects.requireNonNull(before.get(each)));
      percents.put(each, 100.0 * ranNanos / (System.nanoTime() - beginNanos));
    }
  }
}
