// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.harness.stack.Opened;
import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Two nodes that load keys while those change. Each cycle has a key of its own, so that no later
 * change hides what an earlier one left: both nodes begin to load it, it changes, one of them tells
 * so, and both read it again. For one thread.
 */
final class Race implements AutoCloseable {
  /** Cycles at a time: so few that changes are told soon, and loads have not ended by then. */
  private static final int LANES = 16;

  /** Reads at a time of one key on both nodes: before the change and after. */
  private static final int READS = 4;

  /** A trial counts if at least in so large a share of its cycles a load ends after the change. */
  private static final double RACING_SHARE = 0.25;

  /** And what is held to a budget, if in so large a share the cache had been told by then. */
  private static final double TOLD_SHARE = 0.01;

  /** Of fewer cycles, which tests alone ask for, either may come to none: the JVM is cold. */
  private static final int CYCLES_TO_JUDGE = 1_000;

  private static final Duration QUIET = Duration.ofMillis(500);
  private static final int THOUSAND = 1_000;

  private final Contestant contestant;
  private final Servers servers;
  private final VersionedSource versions = new VersionedSource();
  private final SlowSource.Lasting lasting;
  private final SlowSource source;
  private final Opened opened = new Opened();
  private final ExecutorService lanes = Executors.newFixedThreadPool(LANES);
  private final ExecutorService readers = Executors.newFixedThreadPool(LANES * READS);
  private final List<Peer> nodes = new ArrayList<>();
  private int round;

  /**
   * What is wrong when all is at rest.
   *
   * @param first keys of 1,000 that one of the two nodes serves as they no longer are
   * @param shared keys of 1,000 that a node does which was started afterwards: what the shared
   *     level has
   * @param overtaken loads in 1,000 cycles that ended after the cache was told of the change
   */
  record Wrong(double first, double shared, double overtaken) {}

  /** Opens the nodes. */
  Race(Contestant contestant, Servers servers, SlowSource.Lasting lasting) {
    this.contestant = contestant;
    this.servers = servers;
    this.lasting = lasting;
    this.source = new SlowSource(versions, lasting);
    try {
      nodes.add(opened.add(open("n1")));
      nodes.add(opened.add(open("n2")));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  Contestant contestant() {
    return contestant;
  }

  private Peer open(String node) {
    return contestant.opener().open(node, servers, source);
  }

  /**
   * Races.
   *
   * @throws IllegalStateException if hardly any load was overtaken, or hardly anything is cached
   */
  Wrong run(int cycles) throws Exception {
    round++;
    List<String> keys =
        IntStream.range(0, cycles).mapToObj(cycle -> "%d-%d".formatted(round, cycle)).toList();
    long overtaken = race(keys);
    source.rest(true);
    try (Peer later = open("later-" + round)) {
      Pace.rest(QUIET);
      Served served = Served.of(nodes, keys, versions);
      Served shared = Served.of(List.of(later), keys, versions);
      require(served.cached().size() >= cycles / 2, served.cached().size() + " of them cached");
      Pace.rest(QUIET);
      return new Wrong(
          share(Served.of(nodes, served.wrong(), versions).wrong().size(), cycles),
          share(shared.wrong().size(), cycles),
          share(overtaken, cycles));
    } finally {
      source.rest(false);
    }
  }

  /** Of a thousand cycles. */
  static double share(long some, int cycles) {
    return (double) THOUSAND * some / cycles;
  }

  private void require(boolean holds, String found) {
    if (!holds) {
      throw new IllegalStateException(
          "%s: found of the keys that raced %s, expected more"
              .formatted(contestant.title(), found));
    }
  }

  /** Blocks until whatever was begun has ended; how many loads ended when the cache was told. */
  private long race(List<String> keys) throws Exception {
    SlowSource.Overtaken unused = source.takeOvertaken();
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      running.add(lanes.submit(() -> race(keys, next)));
    }
    Futures.await(running);
    SlowSource.Overtaken overtaken = source.takeOvertaken();
    require(
        keys.size() < CYCLES_TO_JUDGE
            || (overtaken.byChange() >= RACING_SHARE * keys.size()
                && (!contestant.isHeld() || overtaken.byWord() >= TOLD_SHARE * keys.size())),
        overtaken.toString());
    return overtaken.byWord();
  }

  private Void race(List<String> keys, AtomicInteger next) throws Exception {
    int cycle = next.getAndIncrement();
    while (cycle < keys.size()) {
      race(keys.get(cycle), nodes.get(cycle % nodes.size()));
      cycle = next.getAndIncrement();
    }
    return null;
  }

  private void race(String key, Peer changer) throws Exception {
    List<Future<?>> reads = new ArrayList<>(readOnEach(key));
    Pace.rest(Duration.ofNanos(ThreadLocalRandom.current().nextLong(lasting.longest().toNanos())));
    versions.change(key);
    changer.changed(key);
    versions.told(key);
    reads.addAll(readOnEach(key));
    Futures.await(reads);
  }

  private List<Future<?>> readOnEach(String key) {
    return nodes.stream().<Future<?>>map(node -> readers.submit(() -> node.get(key))).toList();
  }

  @Override
  public void close() {
    lanes.shutdownNow();
    readers.shutdownNow();
    opened.close();
  }
}
