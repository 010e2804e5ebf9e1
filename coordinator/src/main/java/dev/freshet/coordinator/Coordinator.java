// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.alerts.AlertThresholds;
import dev.freshet.coordinator.http.CoordinatorApi;
import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.mapping.MappingSettings;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.http.management.ManagementServer;
import dev.freshet.registry.Leases;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * A running coordinator: maps the domain events of an environment to invalidation commands, and
 * keeps the registry of its members. Start as many as there should be; they share the work.
 *
 * <p>Safe for any thread. Once started it heals by itself: what fails is tried again, and {@code
 * /readyz} says what is wrong meanwhile. When {@link #state} is {@code ERROR} only a restart helps.
 */
public final class Coordinator implements AutoCloseable {
  private final CoordinatorParts parts;
  private final Closer closer;

  private Coordinator(CoordinatorParts parts, Closer closer) {
    this.parts = parts;
    this.closer = closer;
  }

  /**
   * A coordinator on a Kafka cluster and a schema registry.
   *
   * @param schemaRegistry as {@link AvroCodec#forRegistry(String)} takes it
   */
  public static Builder builder(String bootstrapServers, String schemaRegistry) {
    return new Builder(bootstrapServers, schemaRegistry);
  }

  /**
   * Blocks until events are being mapped, or would be if the mapping were not paused, and it takes
   * its part in keeping the registry.
   *
   * @throws TimeoutException if that takes longer than {@code timeout}
   * @throws IllegalStateException if it will never be so; carries the reason
   */
  public void awaitRunning(Duration timeout) throws TimeoutException, InterruptedException {
    parts.streams.awaitRunning(timeout);
  }

  /** The state of the mapping. */
  public KafkaStreams.State state() {
    return parts.streams.state();
  }

  /** Where the API is, if it was asked for. */
  public OptionalInt httpPort() {
    CoordinatorApi api = parts.api;
    return api == null ? OptionalInt.empty() : OptionalInt.of(api.port());
  }

  /** Where {@code /livez}, {@code /readyz} and {@code /metrics} are, if they were asked for. */
  public OptionalInt managementPort() {
    ManagementServer management = parts.management;
    return management == null ? OptionalInt.empty() : OptionalInt.of(management.port());
  }

  /**
   * Stops its work and leaves it to others, in this order: it is no longer ready, answers what it
   * was asked and ends the streams of its clients, leaves the registry, and ends its part in the
   * mapping; health and metrics are served to the end. Blocks for up to twenty seconds if the
   * cluster is away.
   */
  @Override
  public void close() {
    closer.close();
  }

  /** Settings of a coordinator. Not safe for use by several threads. */
  public static final class Builder {
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    final String bootstrapServers;
    final String schemaRegistry;
    final List<String> extraTopics = new ArrayList<>();
    final Map<String, Object> properties = new HashMap<>();
    Topics topics = Topics.DEFAULT;
    TopicSizing sizing = TopicSizing.production();
    Duration sessionTimeout = SESSION_TIMEOUT;
    Duration registryPatience = Patience.DEFAULT;
    Duration markerInterval = MappingSettings.MARKER_INTERVAL;
    Duration heartbeat = Leases.DEFAULT_HEARTBEAT;
    InstantSource clock = InstantSource.system();
    String origin = "coordinator-" + UUID.randomUUID().toString().substring(0, 8);
    @Nullable Integer httpPort;
    String httpHost = "0.0.0.0";
    @Nullable Integer managementPort;
    String managementHost = "0.0.0.0";
    @Nullable MeterRegistry meters;
    AlertThresholds alertThresholds = AlertThresholds.DEFAULT;

    private Builder(String bootstrapServers, String schemaRegistry) {
      this.bootstrapServers = bootstrapServers;
      this.schemaRegistry = schemaRegistry;
    }

    /** The prefix of all topics; {@code freshet} if nothing is said. */
    public Builder environment(String environment) {
      topics = new Topics(environment);
      return this;
    }

    /** A topic with domain events besides that of the environment; it must exist. */
    public Builder sourceTopic(String name) {
      extraTopics.add(name);
      return this;
    }

    /** How large missing topics are made; {@link TopicSizing#production()} if nothing is said. */
    public Builder sizing(TopicSizing newSizing) {
      sizing = newSizing;
      return this;
    }

    /** Where Streams may keep files. */
    public Builder stateDir(Path directory) {
      return property("state.dir", directory.toString());
    }

    /** Serves the API over HTTP; 0 for a free port. Not served if nothing is said. */
    public Builder httpPort(int port) {
      httpPort = port;
      return this;
    }

    /** The address on which the API is served; default all of this machine's. */
    public Builder httpHost(String address) {
      httpHost = address;
      return this;
    }

    /** Serves health and metrics over HTTP; 0 for a free port. Not served if nothing is said. */
    public Builder managementPort(int port) {
      managementPort = port;
      return this;
    }

    /** The address on which health and metrics are served; default all of this machine's. */
    public Builder managementHost(String address) {
      managementHost = address;
      return this;
    }

    /** Where to count, besides {@code /metrics}. */
    public Builder meterRegistry(MeterRegistry registry) {
      meters = registry;
      return this;
    }

    /** What is still all right with caches; {@link AlertThresholds#DEFAULT} if nothing is said. */
    public Builder alerts(AlertThresholds thresholds) {
      alertThresholds = thresholds;
      return this;
    }

    /**
     * How long a killed coordinator's partitions wait for another; ten seconds if nothing is said.
     * Brokers allow six seconds and more by default ({@code group.min.session.timeout.ms}).
     */
    public Builder sessionTimeout(Duration timeout) {
      sessionTimeout = timeout;
      return this;
    }

    /**
     * How long an event waits for a schema registry that does not answer before its thread gives
     * the partition back, and begins again; a minute if nothing is said. Must be well below {@code
     * max.poll.interval.ms}.
     */
    public Builder registryPatience(Duration patience) {
      registryPatience = patience;
      return this;
    }

    /** How often progress is told to the nodes; 250 ms if nothing is said. */
    public Builder markerInterval(Duration interval) {
      markerInterval = interval;
      return this;
    }

    /**
     * How often the coordinator is heard; 5 s if nothing is said, at least 1 s. It is suspect after
     * three times as long without a sign of life, and gone after six.
     */
    public Builder heartbeat(Duration value) {
      heartbeat = value;
      return this;
    }

    /**
     * What commands, reports and the consumer group call this coordinator; no two that run may have
     * one name. A random one if nothing is said.
     */
    public Builder origin(String name) {
      origin = name;
      return this;
    }

    /** The clock of commands, markers and reports; the system's if nothing is said. */
    public Builder clock(InstantSource source) {
      clock = source;
      return this;
    }

    /** A further property of Kafka Streams, for example for TLS. */
    public Builder property(String name, Object value) {
      properties.put(name, value);
      return this;
    }

    /**
     * Makes missing topics, checks the others, reads all rules and starts mapping. Blocks for all
     * of that, on a schema registry that does not answer for as long as it takes.
     *
     * @throws dev.freshet.events.topics.TopicMismatchException if topics are not what they must be
     * @throws org.apache.kafka.common.KafkaException if the cluster does not answer or a source
     *     topic is missing
     * @throws IllegalStateException if a port for HTTP is taken
     */
    public Coordinator start() {
      Closer closer = new Closer();
      try {
        CoordinatorParts parts = new CoordinatorParts(this, closer);
        parts.streams.start();
        return new Coordinator(parts, closer);
      } catch (RuntimeException e) {
        closer.close();
        throw e;
      }
    }
  }
}
