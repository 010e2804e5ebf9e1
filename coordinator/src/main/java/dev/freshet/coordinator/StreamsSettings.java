// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static org.apache.kafka.streams.StreamsConfig.globalConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import dev.freshet.events.topics.TopicSizing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How the coordinator runs Kafka Streams: for low latency, and so that no command is lost. */
final class StreamsSettings {
  private static final int HEARTBEATS_PER_SESSION = 3;

  private StreamsSettings() {}

  /**
   * @param name of this coordinator: who looks at the group finds it in the ids of its members
   */
  static Properties of(
      String applicationId, String name, String bootstrapServers, Duration sessionTimeout) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    settings.put(StreamsConfig.CLIENT_ID_CONFIG, name);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // Commands are idempotent: exactly-once would add the commit interval to every invalidation.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
    // Not "streams": a coordinator that restarts with another source topic keeps its group.
    settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
    // How exactly what has a time is done in time while no event comes: markers, also those that
    // somebody waits for, and held commands. Who has nothing due waits longer: PatientClients.
    settings.put(StreamsConfig.POLL_MS_CONFIG, 10);
    // Source topics are independent: none waits for another that is slow.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    // There is little state, so that whoever is free may take a task over at once. By default a
    // coordinator that comes would wait until it has a copy, and then for a probe of ten minutes.
    settings.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE);
    producer(settings);
    consumer(settings, sessionTimeout);
    // Rules are written in transactions: what of them was not committed was never said.
    settings.put(globalConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** What differs where the registry is kept. */
  static Properties registry() {
    Map<String, Object> settings = new HashMap<>();
    // There is one task.
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    // Of what stands in both topics, the older is read first: who registers comes before its
    // heartbeats. It does not wait for what is still to come.
    settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
    // What has a time there has one of seconds.
    settings.put(StreamsConfig.POLL_MS_CONFIG, 250);
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** What differs where warm-up runs are planned. */
  static Properties warmup() {
    Map<String, Object> settings = new HashMap<>();
    // One task plans; those that read the command log look at headers alone.
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    // What has a time there has one of a tenth of a second.
    settings.put(StreamsConfig.POLL_MS_CONFIG, 100);
    // While the command log is read aside it is asked for again when this has passed.
    settings.put(mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 150);
    Properties properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** How Streams makes its changelogs: as safe as the topic of commands. */
  static Properties internalTopics(TopicSizing sizing) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, sizing.replication());
    settings.put(
        topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), String.valueOf(sizing.minInSync()));
    return settings;
  }

  private static void producer(Map<String, Object> settings) {
    settings.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
    // Soon after partitions were added, commands must go where the nodes look for them.
    settings.put(producerPrefix(ProducerConfig.METADATA_MAX_AGE_CONFIG), 10_000);
    settings.put(producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
    settings.put(producerPrefix(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG), true);
    settings.put(producerPrefix(ProducerConfig.RETRIES_CONFIG), Integer.MAX_VALUE);
    // For ever. A command that timed out would be given up while a later marker, which says that
    // the command stands before it, still went out: nodes would take a stale value for fresh. This
    // way the producer holds back all that stands behind the command in its partition.
    settings.put(producerPrefix(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG), Integer.MAX_VALUE);
  }

  private static void consumer(Map<String, Object> settings, Duration sessionTimeout) {
    int sessionMs = Math.toIntExact(sessionTimeout.toMillis());
    settings.put(mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), sessionMs);
    settings.put(
        mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        sessionMs / HEARTBEATS_PER_SESSION);
  }
}
