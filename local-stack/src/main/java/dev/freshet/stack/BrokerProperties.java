// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The configuration of the embedded broker: a pure function of its ports and directory. */
final class BrokerProperties {

  static final int NODE_ID = 1;
  static final String CONTROLLER = "CONTROLLER";

  private static final String CLIENT = "CLIENT";
  private static final String PROXIED = "PROXIED";

  /** One node, small buffers, and timers short enough to watch compaction and rebalances. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", Integer.toString(NODE_ID)),
          Map.entry("controller.listener.names", CONTROLLER),
          Map.entry("inter.broker.listener.name", CLIENT),
          // Topics are made on purpose or not at all: a misspelt name must fail.
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("default.replication.factor", "1"),
          Map.entry("min.insync.replicas", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
          Map.entry("group.share.heartbeat.interval.ms", "200"),
          Map.entry("group.share.min.heartbeat.interval.ms", "200"),
          Map.entry("group.share.min.record.lock.duration.ms", "1000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          Map.entry("num.network.threads", "2"),
          Map.entry("num.io.threads", "4"),
          Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
          Map.entry("log.cleaner.backoff.ms", "250"),
          Map.entry("log.initial.task.delay.ms", "500"));

  /** After a crash the controller holds the dead broker's registration for one session. */
  private static final Duration SESSION = Duration.ofSeconds(3);

  /**
   * Nobody starts it again: a machine that is busy for seconds shall not cost it its partitions.
   */
  private static final Duration LONG_SESSION = Duration.ofMinutes(1);

  private BrokerProperties() {}

  static Map<String, String> of(BrokerPorts ports, DataDirectory directory) {
    String listeners = listener(CLIENT, ports.client());
    String advertised = listeners;
    String protocols = CLIENT + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT";
    if (ports.proxied().isPresent()) {
      BrokerPorts.Proxied proxied = ports.proxied().get();
      listeners += "," + listener(PROXIED, proxied.port());
      advertised += "," + listener(PROXIED, proxied.advertisedPort());
      protocols += "," + PROXIED + ":PLAINTEXT";
    }
    Map<String, String> properties = new HashMap<>(FIXED);
    properties.put("listeners", listeners + "," + listener(CONTROLLER, ports.controller()));
    properties.put("advertised.listeners", advertised);
    properties.put("listener.security.protocol.map", protocols);
    properties.put(
        "controller.quorum.voters",
        "%d@%s:%d".formatted(NODE_ID, Ports.LOOPBACK, ports.controller()));
    properties.put("log.dirs", directory.path().toString());
    Duration session = directory.temporary() ? LONG_SESSION : SESSION;
    properties.put("broker.session.timeout.ms", Long.toString(session.toMillis()));
    return Map.copyOf(properties);
  }

  private static String listener(String name, int port) {
    return "%s://%s:%d".formatted(name, Ports.LOOPBACK, port);
  }
}
