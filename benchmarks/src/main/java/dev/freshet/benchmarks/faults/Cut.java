// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.benchmarks.harness.stack.Stack;
import dev.freshet.benchmarks.peers.Servers;
import dev.freshet.events.topics.Topics;
import dev.freshet.stack.EmbeddedKafka;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.stack.Placement;
import dev.freshet.stack.proxy.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The readers of all contestants, cut off from bus and Redis at the same time, while keys change
 * that they hold. What is counted does not hang on how fast they are, so all may share one cut, and
 * none has a better one than another. For one thread.
 */
final class Cut implements AutoCloseable {
  private static final String ENVIRONMENT = "cut";

  /** Changes that are told at a time. */
  private static final int TELLERS = 32;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Duration length;
  private final List<Duration> checks;
  private final Opened opened = new Opened();
  private final Lines lines = opened.add(new Lines());
  private final List<CutOff> all = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ExecutorService tellers = Executors.newFixedThreadPool(TELLERS);

  /**
   * What came of one group of keys of one contestant.
   *
   * @param closed empty for those who cannot say how fresh they are
   */
  record Result(CutOff.Outcome outcome, Optional<CutOff.Closed> closed) {}

  /**
   * Starts servers and nodes.
   *
   * @param length of the cut, if the changes do not take longer
   * @param checks when all keys are read, from the end of the cut on
   */
  Cut(List<Contestant> contestants, List<Keys> groups, Duration length, List<Duration> checks) {
    this.length = length;
    this.checks = checks;
    try {
      TcpProxy toKafka = lines.add();
      Stack stack = opened.add(behind(toKafka));
      EmbeddedRedis redis = opened.add(EmbeddedRedis.start());
      Server unused = stack.coordinator(new Topics(ENVIRONMENT));
      for (Contestant contestant : contestants) {
        String name = "c" + all.size();
        // One coordinator tells of progress; those who do not hear of it must keep apart by this.
        String environment = contestant.isHeld() ? ENVIRONMENT : ENVIRONMENT + "-" + name;
        Servers near = Servers.of(stack, redis, environment);
        TcpProxy toRedis = lines.add();
        toRedis.forwardTo(redis.port());
        Servers far = near.withRedis("redis://" + toRedis.address()).withKafka(toKafka.address());
        Pair pair = opened.add(Pair.open(contestant, name, near, far));
        groups.forEach(keys -> all.add(new CutOff(pair, keys)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** A broker that sends those who come by the proxy back to the proxy. */
  private static Stack behind(TcpProxy proxy) {
    EmbeddedKafka kafka = EmbeddedKafka.startBehindProxy(Placement.temporary(), proxy.port());
    proxy.forwardTo(kafka.proxiedPort());
    return new Stack(kafka);
  }

  /** Who is cut off. */
  List<CutOff> all() {
    return all;
  }

  /**
   * Cuts all off, and reads afterwards.
   *
   * @return in their order
   * @throws IllegalStateException if there was nothing to cut, somebody got through, or the changes
   *     took longer than the cut
   */
  List<Result> run() throws Exception {
    onEach(CutOff::settle);
    lines.cut();
    long cutNanos = System.nanoTime();
    onEach(each -> each.change(tellers));
    requireSoon(cutNanos);
    restUntil(cutNanos, length);
    lines.heal();
    long healedNanos = System.nanoTime();
    List<Future<Optional<CutOff.Closed>>> closed =
        all.stream().map(each -> threads.submit(() -> each.awaitClosed(healedNanos))).toList();
    for (Duration check : checks) {
      restUntil(healedNanos, check);
      onEach(CutOff::read);
    }
    List<Result> results = new ArrayList<>();
    for (int number = 0; number < all.size(); number++) {
      results.add(new Result(all.get(number).outcome(), closed.get(number).get()));
    }
    return results;
  }

  private void onEach(Step step) throws Exception {
    List<Future<?>> running = new ArrayList<>();
    for (CutOff each : all) {
      Callable<Void> task =
          () -> {
            step.take(each);
            return null;
          };
      running.add(threads.submit(task));
    }
    Futures.await(running);
  }

  /** What all do at the same time. */
  private interface Step {
    void take(CutOff each) throws Exception;
  }

  private static void requireSoon(long cutNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - cutNanos);
    if (took.compareTo(PATIENCE) > 0) {
      throw new IllegalStateException(
          "cut: found that the changes took %s, expected at most %s".formatted(took, PATIENCE));
    }
  }

  /** At once, if it is later than that. */
  private static void restUntil(long startNanos, Duration after) {
    Pace.rest(after.minusNanos(System.nanoTime() - startNanos));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    tellers.shutdownNow();
    opened.close();
  }
}
