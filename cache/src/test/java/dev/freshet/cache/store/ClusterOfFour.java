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

  /** Longer than any pause of a busy machine: nobody takes over unless a test wants it. */
  private static final Duration PATIENT = Duration.ofMinutes(1);

  /** What nodes say about each other goes round as often as this. */
  private static final Duration HASTY = Duration.ofSeconds(1);

  static ClusterOfFour start() {
    List<Integer> busPorts = new ArrayList<>();
    List<RedisProcess> nodes = new ArrayList<>();
    for (int i = 0; i <= MASTERS; i++) {
      int busPort = Ports.free();
      busPorts.add(busPort);
      nodes.add(
          RedisProcess.server(
              "--cluster-enabled",
              "yes",
              "--cluster-port",
              Integer.toString(busPort),
              "--cluster-node-timeout",
              Long.toString(PATIENT.toMillis()),
              "--cluster-replica-validity-factor",
              "0"));
    }
    ClusterOfFour cluster = new ClusterOfFour(List.copyOf(nodes));
    cluster.meet(busPorts);
    cluster.nodeTimeout(HASTY);
    cluster.shareSlots();
    cluster.nodeTimeout(PATIENT);
    cluster.addReplica();
    return cluster;
  }

  /** From now on the replica takes over when its master is silent for a second. */
  void failOverSoon() {
    nodeTimeout(HASTY);
  }

  private void nodeTimeout(Duration timeout) {
    nodes.forEach(node -> ok(node, "CONFIG SET cluster-node-timeout " + timeout.toMillis()));
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
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (int j = 0; j < i; j++) {
        ok(nodes.get(j), "CLUSTER MEET 127.0.0.1 " + nodes.get(i).port() + " " + busPorts.get(i));
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
    await().until(() -> itsReplica().ask("INFO replication").contains("master_link_status:up"));
  }

  private void awaitEverywhere(String line) {
    await().until(() -> nodes.stream().allMatch(node -> node.ask("CLUSTER INFO").contains(line)));
  }

  private static void ok(RedisProcess node, String command) {
    String answer = node.ask(command);
    if (!answer.equals("+OK")) {
      throw new IllegalStateException(command + ": found " + answer + ", expected +OK");
    }
  }
}
