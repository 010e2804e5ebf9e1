// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import dev.freshet.cache.store.RedisSettings;
import dev.freshet.events.topics.TopicSizing;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * How to reach what a process needs, put together from settings. Immutable and safe for any thread.
 */
public final class Connections {
  private final Configuration configuration;

  /** Those of a configuration without problems. */
  public Connections(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Bootstrap servers. */
  public String bootstrap() {
    return configuration.get(CommonSettings.KAFKA_BOOTSTRAP);
  }

  /** Further settings of Kafka's clients. */
  public Map<String, Object> kafkaProperties() {
    return new HashMap<>(configuration.family(CommonSettings.KAFKA_PROPERTIES));
  }

  /** All settings of Kafka's clients. */
  public Map<String, Object> kafka() {
    Map<String, Object> all = kafkaProperties();
    all.put("bootstrap.servers", bootstrap());
    return all;
  }

  /**
   * The schema registry, with its user in the URL, if it has one: for its client, not for people.
   */
  public String registry() {
    String urls = configuration.get(CommonSettings.REGISTRY_URL);
    return configuration
        .find(CommonSettings.REGISTRY_USER_INFO)
        .map(user -> withUser(urls, user))
        .orElse(urls);
  }

  private static String withUser(String urls, String user) {
    return Arrays.stream(urls.split(",", -1))
        .map(url -> url.strip().replaceFirst("://", "://" + Matcher.quoteReplacement(user) + "@"))
        .collect(Collectors.joining(","));
  }

  /**
   * Redis, if there is one.
   *
   * @throws WrongSettingsException if its settings do not fit each other
   */
  public Optional<RedisSettings> redis() {
    try {
      return configuration.find(WorkerSettings.REDIS).map(this::redis);
    } catch (IllegalArgumentException e) {
      throw new WrongSettingsException(
          List.of(WorkerSettings.REDIS.name() + ": " + e.getMessage()));
    }
  }

  private RedisSettings redis(List<String> uris) {
    RedisSettings at =
        switch (configuration.get(WorkerSettings.REDIS_MODE)) {
          case STANDALONE -> RedisSettings.standalone(String.join(",", uris));
          case CLUSTER -> RedisSettings.cluster(uris);
          case SENTINEL -> RedisSettings.sentinel(master(), uris);
        };
    RedisSettings timed = at.withTimeout(configuration.get(WorkerSettings.REDIS_TIMEOUT));
    return configuration
        .find(WorkerSettings.REDIS_PASSWORD)
        .map(password -> timed.withLogin(configuration.get(WorkerSettings.REDIS_USER), password))
        .orElse(timed);
  }

  private String master() {
    return configuration
        .find(WorkerSettings.REDIS_MASTER)
        .orElseThrow(
            () ->
                new WrongSettingsException(
                    List.of(
                        WorkerSettings.REDIS_MASTER.name()
                            + ": found nothing, expected what Sentinel calls the server")));
  }

  /**
   * How large the topics are.
   *
   * @throws WrongSettingsException if figures do not fit each other
   */
  public TopicSizing sizing() {
    TopicSizing base =
        switch (configuration.get(CoordinatorSettings.SIZING)) {
          case DEV -> TopicSizing.dev();
          case PRODUCTION -> TopicSizing.production();
        };
    try {
      return new TopicSizing(
          configuration.find(CoordinatorSettings.EVENT_PARTITIONS).orElse(base.eventPartitions()),
          configuration
              .find(CoordinatorSettings.COMMAND_PARTITIONS)
              .orElse(base.commandPartitions()),
          configuration.find(CoordinatorSettings.REPLICATION).orElse(base.replication()),
          configuration.find(CoordinatorSettings.MIN_IN_SYNC).orElse(base.minInSync()),
          configuration.get(CoordinatorSettings.COMMAND_RETENTION));
    } catch (IllegalArgumentException e) {
      throw new WrongSettingsException(List.of("freshet.topics: " + e.getMessage()));
    }
  }
}
