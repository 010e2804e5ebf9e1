// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.stampede;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.peers.Clusters;
import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.PeerKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * 1,000 callers ask three nodes for a key that nobody has, whose load takes 50 ms. Each node loads
 * it once at the most; with a lease one of them does. How long it takes until all have the value is
 * said beside three Caffeines that know nothing of each other.
 */
public final class StampedeSuite implements Suite {
  private static final String LOADS = "loads of the key";
  private static final String TIME = "all have it after";
  private static final String LIMIT = "Caffeine alone, on each node";
  private static final int CALLERS = 1_000;
  private static final int NODES = 3;

  /** How others hear of changes is no matter to a key that does not change. */
  private static final List<PeerKind> KINDS =
      List.of(
          PeerKind.FRESHET,
          PeerKind.FRESHET_LEASE,
          PeerKind.REDISSON_CLEAR,
          PeerKind.JETCACHE,
          PeerKind.HAZELCAST,
          PeerKind.LETTUCE);

  private final AtomicInteger keys = new AtomicInteger();

  @Override
  public String name() {
    return "stampede";
  }

  @Override
  public String title() {
    return "%,d callers, %d nodes, one key that nobody has, loads of %d ms, values of 200 B"
        .formatted(CALLERS, NODES, SlowSource.LOAD.toMillis());
  }

  /** Each is of several stampedes. */
  @Override
  public int rounds(Effort effort) {
    return effort.fewRounds();
  }

  @Override
  public Trials open(Effort effort) {
    SlowSource source = new SlowSource();
    Crowd crowd = new Crowd(CALLERS);
    Clusters clusters = new Clusters("stampede", KINDS, NODES, source);
    List<Trial> trials = new ArrayList<>();
    trials.add(trial(LIMIT, caffeines(source), new Setting(crowd, source, effort)));
    for (PeerKind kind : KINDS) {
      List<Function<String, byte[]>> nodes =
          clusters.of(kind).nodes().stream().map(StampedeSuite::reads).toList();
      trials.add(trial(kind.title(), nodes, new Setting(crowd, source, effort)));
    }
    return Trials.of(
        trials,
        () -> {
          crowd.close();
          clusters.close();
        });
  }

  /** What the trials share. */
  private record Setting(Crowd crowd, SlowSource source, Effort effort) {}

  private static List<Function<String, byte[]>> caffeines(SlowSource source) {
    return Stream.generate(() -> Caffeine.newBuilder().<String, byte[]>build())
        .limit(NODES)
        .map(cache -> reads(cache, source))
        .toList();
  }

  private static Function<String, byte[]> reads(Cache<String, byte[]> cache, SlowSource source) {
    return key -> cache.get(key, source::load);
  }

  private static Function<String, byte[]> reads(Peer peer) {
    return key -> {
      byte[] value = peer.get(key);
      if (value == null) {
        throw new IllegalStateException(key + ": found no value, expected that of the source");
      }
      return value;
    };
  }

  private Trial trial(String subject, List<Function<String, byte[]>> nodes, Setting setting) {
    Claim loads = Claim.of(LOADS, "loads");
    Claim time = Claim.of(TIME, "ms");
    return new Trial(
        subject,
        List.of(
            subject.equals(PeerKind.FRESHET.title())
                ? loads.atMost(NODES)
                : subject.equals(PeerKind.FRESHET_LEASE.title()) ? loads.atMost(1) : loads,
            subject.equals(LIMIT) ? time : time.beside(LIMIT)),
        () -> measure(nodes, setting));
  }

  /** The most loads that there were of a key, and the mean time. */
  private List<Reading> measure(List<Function<String, byte[]>> nodes, Setting setting)
      throws Exception {
    double unusedFirst = stampede(nodes, setting.crowd());
    int unusedLoads = setting.source().takeLoads();
    int most = 0;
    double millis = 0;
    for (int time = 0; time < setting.effort().iterations(); time++) {
      millis += stampede(nodes, setting.crowd());
      int loads = setting.source().takeLoads();
      if (loads == 0) {
        throw new IllegalStateException("loads: found none, expected one at least");
      }
      most = Math.max(most, loads);
    }
    return List.of(
        new Reading(LOADS, most), new Reading(TIME, millis / setting.effort().iterations()));
  }

  private double stampede(List<Function<String, byte[]>> nodes, Crowd crowd) throws Exception {
    String key = "key-" + keys.incrementAndGet();
    byte[] expected = SlowSource.value(key);
    return crowd.rush(
        caller -> {
          byte[] found = nodes.get(caller % nodes.size()).apply(key);
          if (!Arrays.equals(found, expected)) {
            throw new IllegalStateException(
                "%s: found a value of %d B, expected that of the source"
                    .formatted(key, found.length));
          }
        });
  }
}
