// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static org.awaitility.Awaitility.await;

import dev.freshet.stack.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Redis Cluster of three masters, and one replica of the first. */
record ClusterOfFour(List<RedisProcess> nodes) implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration FORMED_WITHIN = Duration.ofSeconds(30);

  static ClusterOfFour start() {
    List<Integer> busPorts = new ArrayList<>();
    List<RedisProcess> nodes = new ArrayList<>();
    for (int i = 0; i <= MASTERS; i++) {
      int busPort = Ports.free();
      busPorts.add(busPort);
      nodes.add(
          RedisProcess.server(
              "--cluster-enabled", "yes",
              "--cluster-port", Integer.toString(busPort),
              "--cluster-node-timeout", "1000"));
    }
    ClusterOfFour cluster = new ClusterOfFour(List.copyOf(nodes));
    cluster.meet(busPorts);
    cluster.shareSlots();
    cluster.addReplica();
    return cluster;
  }

  RedisProcess firstMaster() {
    return nodes.get(0);
  }

  RedisProcess itsReplica() {
    return nodes.get(MASTERS);
  }

  RedisSettings settings() {
    return RedisSettings.cluster(nodes.stream().map(RedisProcess::uri).toList());
  }

  @Override
  public void close() {
    nodes.forEach(RedisProcess::close);
  }

  private void meet(List<Integer> busPorts) {
    for (int i = 0; i < nodes.size(); i++) {
      RedisProcess node = nodes.get(i);
      ok(node, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
      if (i > 0) {
        ok(firstMaster(), "CLUSTER MEET 127.0.0.1 " + node.port() + " " + busPorts.get(i));
      }
    }
    awaitEverywhere("cluster_known_nodes:" + nodes.size());
  }

  private void shareSlots() {
    int share = SLOTS / MASTERS + 1;
    for (int i = 0; i < MASTERS; i++) {
      int last = Math.min(SLOTS, (i + 1) * share) - 1;
      ok(nodes.get(i), "CLUSTER ADDSLOTSRANGE " + i * share + " " + last);
    }
    awaitEverywhere("cluster_state:ok");
  }

  private void addReplica() {
    ok(itsReplica(), "CLUSTER REPLICATE " + firstMaster().ask("CLUSTER MYID"));
    await()
        .atMost(FORMED_WITHIN)
        .until(() -> itsReplica().ask("INFO replication").contains("master_link_status:up"));
  }

  private void awaitEverywhere(String line) {
    await()
        .atMost(FORMED_WITHIN)
        .until(() -> nodes.stream().allMatch(node -> node.ask("CLUSTER INFO").contains(line)));
  }

  private static void ok(RedisProcess node, String command) {
    String answer = node.ask(command);
    if (!answer.equals("+OK")) {
      throw new IllegalStateException(command + ": found " + answer + ", expected +OK");
    }
  }
}
