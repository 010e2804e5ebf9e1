// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.fill;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.benchmarks.peers.Cluster;
import dev.freshet.benchmarks.peers.Clusters;
import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.PeerKind;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What three nodes have carried for 1,000 keys that each of them reads, one after the other, and
 * then for 1,000 changes of keys that each of them holds. A read of Freshet tells nobody, and a
 * change is one record, whoever holds the key.
 */
public final class FillSuite implements Suite {
  private static final String READ_MESSAGES = "messages to others, 1,000 keys read";
  private static final String READ_COMMANDS = "commands of Redis, 1,000 keys read";
  private static final String CHANGE_MESSAGES = "messages to others, 1,000 changes";
  private static final String CHANGE_COMMANDS = "commands of Redis, 1,000 changes";
  private static final int NODES = 3;
  private static final int PER = 1_000;
  private static final int FILLS_PER_KEY = 100;
  private static final int ATTEMPTS = 3;

  private static final List<PeerKind> KINDS =
      List.of(
          PeerKind.FRESHET,
          PeerKind.REDISSON_CLEAR,
          PeerKind.REDISSON_LOAD,
          PeerKind.JETCACHE,
          PeerKind.HAZELCAST,
          PeerKind.LETTUCE);

  private final AtomicInteger walks = new AtomicInteger();

  @Override
  public String name() {
    return "fill";
  }

  @Override
  public String title() {
    return "what %d nodes have carried for reads and for changes, values of 200 B".formatted(NODES);
  }

  /** What is counted is the same each time. */
  @Override
  public int rounds(Effort effort) {
    return effort.fewRounds();
  }

  @Override
  public Trials open(Effort effort) {
    int keys = Math.min(PER, effort.fills() / FILLS_PER_KEY);
    Versions source = new Versions();
    Clusters clusters = new Clusters("fill", KINDS, NODES, source);
    return Trials.of(
        KINDS.stream().map(kind -> trial(clusters.of(kind), source, keys)).toList(),
        clusters::close);
  }

  private Trial trial(Cluster cluster, Versions source, int keys) {
    Claim readMessages = Claim.of(READ_MESSAGES, "messages");
    Claim changeMessages = Claim.of(CHANGE_MESSAGES, "messages");
    boolean isOurs = cluster.kind() == PeerKind.FRESHET;
    return new Trial(
        cluster.kind().title(),
        List.of(
            isOurs ? readMessages.atMost(0) : readMessages,
            Claim.of(READ_COMMANDS, "commands"),
            isOurs ? changeMessages.atMost(PER) : changeMessages,
            Claim.of(CHANGE_COMMANDS, "commands")),
        () -> measure(cluster, source, keys));
  }

  /**
   * Tries again where a read was given up because the machine stood still for longer than a node
   * waits for Redis: what a load costs is no matter here.
   */
  private List<Reading> measure(Cluster cluster, Versions source, int keys) throws Exception {
    try (TrafficMeter meter = new TrafficMeter(cluster)) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Walk walk = new Walk(cluster, source, "key-" + walks.incrementAndGet(), keys);
        Traffic before = meter.settled();
        long loadsBefore = source.loads();
        Traffic read = before;
        for (Peer node : cluster.nodes()) {
          walk.read(node);
          read = meter.settled();
        }
        if (source.loads() - loadsBefore == keys) {
          return readings(read.since(before), changes(walk, meter, read), (double) PER / keys);
        }
      }
    }
    throw new IllegalStateException(
        "%s: found other than one load for each of %d keys, expected fills for the other nodes"
            .formatted(cluster.kind(), keys));
  }

  private static Traffic changes(Walk walk, TrafficMeter meter, Traffic before) throws Exception {
    walk.change();
    Traffic changed = meter.settled();
    walk.awaitChanged();
    return changed.since(before);
  }

  private static List<Reading> readings(Traffic read, Traffic change, double times) {
    return List.of(
        new Reading(READ_MESSAGES, times * read.messages()),
        new Reading(READ_COMMANDS, times * read.commands()),
        new Reading(CHANGE_MESSAGES, times * change.messages()),
        new Reading(CHANGE_COMMANDS, times * change.commands()));
  }
}
