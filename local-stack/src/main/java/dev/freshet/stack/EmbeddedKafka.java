// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker and controller (KRaft) in this JVM: one node, replication factor 1, topics
 * are not created by themselves. Started again in the same kept data directory it has the same
 * cluster id, topics and records.
 *
 * <p>Safe for any thread. {@link #start} blocks until the broker answers an admin client, about two
 * seconds; {@link #close} until it has shut down. A fatal fault inside the broker is logged and
 * leaves this JVM running. The broker is talkative: its loggers are {@code kafka}, {@code
 * org.apache.kafka} and {@code state.change.logger}.
 */
public final class EmbeddedKafka implements AutoCloseable {

  static final String NAME = "Kafka";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int READY_TIMEOUT_MS = 60_000;

  private final KafkaRaftServer server;
  private final BrokerPorts ports;
  private final DataDirectory directory;

  private EmbeddedKafka(KafkaRaftServer server, BrokerPorts ports, DataDirectory directory) {
    this.server = server;
    this.ports = ports;
    this.directory = directory;
  }

  /** Starts on a free port with nothing kept. */
  public static EmbeddedKafka start() {
    return start(Placement.temporary());
  }

  /**
   * Starts at {@code placement}.
   *
   * @throws PortInUseException if its port is taken
   * @throws ServerStartException if it does not come up
   */
  public static EmbeddedKafka start(Placement placement) {
    return start(placement, OptionalInt.empty());
  }

  /**
   * Starts at {@code placement} with a second door, {@link #proxiedPort()}: clients that come in
   * there are told to come back on {@code advertisedPort}, where a proxy in front of that door
   * listens. So one client can be cut off while the others go on.
   *
   * @throws PortInUseException if its port is taken
   * @throws ServerStartException if it does not come up
   */
  public static EmbeddedKafka startBehindProxy(Placement placement, int advertisedPort) {
    return start(placement, OptionalInt.of(advertisedPort));
  }

  private static EmbeddedKafka start(Placement placement, OptionalInt advertisedPort) {
    Exit.setExitProcedure(EmbeddedKafka::logFatalFault);
    Exit.setHaltProcedure(EmbeddedKafka::logFatalFault);
    return boot(placement, advertisedPort);
  }

  /** Starts without touching what a fatal fault does to the JVM. */
  static EmbeddedKafka boot(Placement placement, OptionalInt advertisedPort) {
    BrokerPorts ports = BrokerPorts.claim(placement, advertisedPort);
    DataDirectory directory = placement.claimDirectory(NAME);
    format(directory.path());
    KafkaConfig config = new KafkaConfig(BrokerProperties.of(ports, directory), false);
    EmbeddedKafka kafka =
        new EmbeddedKafka(new KafkaRaftServer(config, Time.SYSTEM), ports, directory);
    try {
      kafka.server.startup();
      kafka.awaitReady();
      return kafka;
    } catch (Exception failed) {
      kafka.close();
      throw new ServerStartException(
          "Kafka: does not start on port %d in %s".formatted(ports.client(), directory.path()),
          failed);
    }
  }

  /** For clients: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + ports.client();
  }

  /** The port that clients connect to. */
  public int port() {
    return ports.client();
  }

  /**
   * The port that a proxy forwards to.
   *
   * @throws IllegalStateException unless started by {@link #startBehindProxy}
   */
  public int proxiedPort() {
    return ports
        .proxied()
        .orElseThrow(() -> new IllegalStateException("Kafka: not started behind a proxy"))
        .port();
  }

  /** Where its records are. */
  public Path dataDirectory() {
    return directory.path();
  }

  @Override
  public void close() {
    server.shutdown();
    directory.close();
  }

  /** A directory that has been formatted before keeps its cluster id, and with it its records. */
  private static void format(Path directory) {
    if (Files.exists(directory.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
          .setNodeId(BrokerProperties.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName(BrokerProperties.CONTROLLER)
          .run();
    } catch (Exception failed) {
      throw new ServerStartException("Kafka: cannot format " + directory, failed);
    }
  }

  private void awaitReady() throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            READY_TIMEOUT_MS);
    try (Admin admin = Admin.create(config)) {
      admin.describeCluster().nodes().get(READY_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
  }

  private static void logFatalFault(int status, @Nullable String why) {
    LOG.error("Kafka: fatal fault in the embedded broker, status {}: {}", status, why);
  }
}
