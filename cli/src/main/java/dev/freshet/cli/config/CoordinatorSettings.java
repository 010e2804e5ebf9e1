// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static dev.freshet.cli.config.Profile.DEV;
import static dev.freshet.cli.config.Program.COORDINATOR;
import static dev.freshet.cli.config.Program.DOCTOR;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What a coordinator reads besides {@link CommonSettings}. Immutable and safe for any thread. */
public final class CoordinatorSettings {
  /** How large the environment's topics are, unless single figures are set. */
  public enum Sizing {
    DEV,
    PRODUCTION
  }

  public static final Setting<String> COORDINATOR_NAME =
      Setting.of(
              "freshet.coordinator.name",
              SettingType.TEXT,
              "What commands, reports and the registry call this coordinator; no two that run"
                  + " may have one name. A random one if nothing is set.")
          .flag("--name")
          .of(COORDINATOR);

  public static final Setting<List<String>> SOURCE_TOPICS =
      Setting.of(
              "freshet.coordinator.source-topics",
              SettingType.LIST,
              "Topics with domain events besides that of the environment.")
          .flag("--source-topic")
          .of(COORDINATOR);

  public static final Setting<Path> RULES =
      Setting.of(
              "freshet.coordinator.rules",
              SettingType.PATH,
              "Directory with rule files to put in force first.")
          .flag("--rules")
          .of(COORDINATOR);

  public static final Setting<Path> STATE =
      Setting.of(
              "freshet.coordinator.state-dir",
              SettingType.PATH,
              "Where Kafka Streams keeps files. A temporary directory if nothing is set.")
          .flag("--state-dir")
          .of(COORDINATOR);

  public static final Setting<String> API_HOST =
      Setting.of("freshet.api.host", SettingType.TEXT, "Address on which the API is served.")
          .flag("--http-host")
          .of(COORDINATOR)
          .byDefault("0.0.0.0")
          .in(DEV, "127.0.0.1");

  public static final Setting<OptionalInt> API_PORT =
      Setting.of("freshet.api.port", SettingType.PORT, "Port of the coordinator's API.")
          .flag("--http-port")
          .of(COORDINATOR)
          .byDefault("8080");

  public static final Setting<Sizing> SIZING =
      Setting.of(
              "freshet.topics.sizing",
              SettingType.oneOf(Sizing.class),
              "How topics are made and must be: dev (4 partitions, no replicas) or production"
                  + " (12 partitions, 3 replicas).")
          .flag("--sizing")
          .of(COORDINATOR, DOCTOR)
          .byDefault("production")
          .in(DEV, "dev");

  public static final Setting<Integer> EVENT_PARTITIONS =
      Setting.of(
              "freshet.topics.event-partitions",
              SettingType.count(1, 10_000),
              "Partitions of the topic of events, if not as `sizing` says.")
          .of(COORDINATOR, DOCTOR);

  public static final Setting<Integer> COMMAND_PARTITIONS =
      Setting.of(
              "freshet.topics.command-partitions",
              SettingType.count(1, 10_000),
              "Partitions of the command log, if not as `sizing` says.")
          .of(COORDINATOR, DOCTOR);

  public static final Setting<Integer> REPLICATION =
      Setting.of(
              "freshet.topics.replication",
              SettingType.count(1, 100),
              "Copies of each partition, if not as `sizing` says.")
          .of(COORDINATOR, DOCTOR);

  public static final Setting<Integer> MIN_IN_SYNC =
      Setting.of(
              "freshet.topics.min-in-sync",
              SettingType.count(1, 100),
              "Copies that must have a record before it counts as written, if not as `sizing`"
                  + " says.")
          .of(COORDINATOR, DOCTOR);

  public static final Setting<Duration> COMMAND_RETENTION =
      Setting.of(
              "freshet.topics.command-retention",
              SettingType.DURATION_TYPE,
              "How long a command stays; longer than the longest TTL in Redis.")
          .of(COORDINATOR, DOCTOR)
          .byDefault("7d");

  public static final Setting<Double> ALERT_HIT_RATE =
      Setting.of(
              "freshet.alerts.hit-rate",
              SettingType.RATIO,
              "A region whose hit rate is below this raises an alert.")
          .of(COORDINATOR)
          .byDefault("0.70");

  public static final Setting<Double> ALERT_MEMORY =
      Setting.of(
              "freshet.alerts.memory",
              SettingType.RATIO,
              "A node that uses more of its heap than this raises an alert.")
          .of(COORDINATOR)
          .byDefault("0.80");

  public static final Setting<Duration> ALERT_LATENCY =
      Setting.of(
              "freshet.alerts.latency",
              SettingType.DURATION_TYPE,
              "A region whose loads take longer than this raises an alert.")
          .of(COORDINATOR)
          .byDefault("1s");

  public static final Setting<Double> ALERT_ERROR_RATE =
      Setting.of(
              "freshet.alerts.error-rate",
              SettingType.RATIO,
              "A region of whose loads more than this fail raises an alert.")
          .of(COORDINATOR)
          .byDefault("0.05");

  public static final Setting<Boolean> ALERT_REDIS_DOWN =
      Setting.of(
              "freshet.alerts.redis-down",
              SettingType.SWITCH,
              "Whether a node that cannot reach Redis raises an alert.")
          .of(COORDINATOR)
          .byDefault("true");

  /** In the order of the documents. */
  static final List<Setting<?>> ALL =
      List.of(
          COORDINATOR_NAME,
          SOURCE_TOPICS,
          RULES,
          STATE,
          API_HOST,
          API_PORT,
          SIZING,
          EVENT_PARTITIONS,
          COMMAND_PARTITIONS,
          REPLICATION,
          MIN_IN_SYNC,
          COMMAND_RETENTION,
          ALERT_HIT_RATE,
          ALERT_MEMORY,
          ALERT_LATENCY,
          ALERT_ERROR_RATE,
          ALERT_REDIS_DOWN);

  private CoordinatorSettings() {}
}
