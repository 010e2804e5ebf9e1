// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.bench.ground.BenchRules;
import dev.freshet.cli.bench.ground.Ground;
import dev.freshet.cli.bench.ground.Servers;
import dev.freshet.cli.local.Closer;
import dev.freshet.events.values.Target;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The nodes of a run, all in this process. For one thread; what members have is for any. */
final class Fleet implements AutoCloseable {
  private static final String SERVICE = "freshet-bench";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int FILLERS = 4;

  /** Enough for all targets of the bench and those that a deployment names meanwhile. */
  private static final int EPOCH_TABLE = 1 << 18;

  private final Closer closer = new Closer();
  private final List<Member> members = new ArrayList<>();

  /**
   * A node with its region.
   *
   * @param number which of the fleet, from 0
   * @param keys by item
   */
  record Member(int number, FreshetNode node, Region<byte[]> region, List<EntryKey> keys) {}

  /**
   * Starts the nodes and waits until they are ready.
   *
   * @throws CommandFailure if they are not in time
   */
  static Fleet start(Servers servers, Ground ground, Profile profile, Load load, Ledger ledger)
      throws InterruptedException {
    Fleet fleet = new Fleet();
    try {
      for (int number = 0; number < load.nodes(); number++) {
        fleet.members.add(fleet.member(number, servers, ground, profile, ledger));
      }
      for (Member member : fleet.members) {
        member.node().awaitReady(TIMEOUT);
      }
      return fleet;
    } catch (TimeoutException e) {
      fleet.close();
      throw new CommandFailure("bench: " + e.getMessage(), e);
    } catch (RuntimeException | InterruptedException e) {
      fleet.close();
      throw e;
    }
  }

  private Member member(
      int number, Servers servers, Ground ground, Profile profile, Ledger ledger) {
    FreshetNode node =
        closer.add(
            FreshetNode.builder("bench-" + (number + 1))
                .service(SERVICE)
                .kafka(servers.kafka())
                .kafkaProperties(servers.kafkaProperties())
                .registry(servers.registry())
                .redis(servers.redis())
                .environment(ground.environment())
                .regions(BenchRules.regions())
                .epochTableCapacity(EPOCH_TABLE)
                .listener(ledger.listener(number))
                .start());
    Region<byte[]> region = node.region(BenchRules.REGION, byte[].class);
    List<EntryKey> keys =
        IntStream.range(0, profile.keys().items())
            .mapToObj(item -> region.key(holes(profile.keys(), item)))
            .toList();
    return new Member(number, node, region, keys);
  }

  private static Map<String, Integer> holes(Profile.Keys keys, int item) {
    return Map.of(BenchRules.GROUP, keys.groupOf(item), BenchRules.ITEM, item);
  }

  List<Member> members() {
    return members;
  }

  /** Makes stale what earlier runs left in L2; every node has applied that then. */
  void empty() {
    for (Member member : members) {
      member.node().invalidate(new Target.Region(BenchRules.REGION));
    }
  }

  /** Has every node hold every entry. */
  void fill(Source source) {
    for (Member member : members) {
      List<CompletableFuture<Void>> fillers =
          IntStream.range(0, FILLERS)
              .mapToObj(first -> CompletableFuture.runAsync(() -> fill(member, first, source)))
              .toList();
      fillers.forEach(CompletableFuture::join);
    }
  }

  private static void fill(Member member, int first, Source source) {
    for (int item = first; item < member.keys().size(); item += FILLERS) {
      int filled = item;
      var unused = member.region().get(member.keys().get(item), key -> source.now(filled));
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
