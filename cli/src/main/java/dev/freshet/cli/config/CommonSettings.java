// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static dev.freshet.cli.config.Profile.DEV;
import static dev.freshet.cli.config.Profile.PRODUCTION;
import static dev.freshet.cli.config.Profile.STAGING;
import static dev.freshet.cli.config.Program.COORDINATOR;
import static dev.freshet.cli.config.Program.DOCTOR;
import static dev.freshet.cli.config.Program.OPERATOR;
import static dev.freshet.cli.config.Program.WORKER;

import dev.freshet.cli.config.Setting.Secrecy;
import dev.freshet.events.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What every process reads. Immutable and safe for any thread. */
public final class CommonSettings {
  /** How the log is written. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /** The least important lines that are logged. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  static final Setting<Profile> PROFILE =
      Setting.of(
              "freshet.profile",
              SettingType.oneOf(Profile.class),
              "Where the process runs; chooses among defaults, and keys of a file that begin"
                  + " with `%PROFILE.`.")
          .flag("--profile")
          .of(COORDINATOR, WORKER, DOCTOR)
          .byDefault("production");

  static final Setting<Path> CONFIG =
      Setting.of(
              "freshet.config",
              SettingType.PATH,
              "File with settings: YAML, or properties if its name ends in `.properties`.")
          .flag("--config")
          .of(COORDINATOR, WORKER, DOCTOR);

  public static final Setting<String> ENVIRONMENT =
      Setting.of(
              "freshet.environment",
              new SettingType<>(
                  "NAME",
                  "1 to 100 letters, digits, dots, dashes and underscores",
                  text -> new Topics(text).environment()),
              "Prefix of all topics and of all keys in Redis.")
          .flag("--environment")
          .of(COORDINATOR, WORKER, DOCTOR)
          .byDefault("freshet");

  public static final Setting<Duration> DRAIN_TIMEOUT =
      Setting.of(
              "freshet.drain-timeout",
              SettingType.DURATION_TYPE,
              "How long a process that is told to stop may take: for the requests that it has,"
                  + " then for closing what it uses.")
          .flag("--drain-timeout")
          .of(COORDINATOR, WORKER)
          .byDefault("20s");

  public static final Setting<String> KAFKA_BOOTSTRAP =
      Setting.of("freshet.kafka.bootstrap", SettingType.SERVERS, "Kafka's bootstrap servers.")
          .flag("--bootstrap")
          .of(COORDINATOR, WORKER, DOCTOR)
          .mandatory()
          .in(DEV, "127.0.0.1:9092");

  public static final Setting<String> KAFKA_PROPERTIES =
      Setting.of(
              "freshet.kafka.properties.*",
              SettingType.TEXT,
              "A setting of every Kafka client, for example `security.protocol` or"
                  + " `sasl.jaas.config`. In a variable `_` stands for a dot."
                  + " Values of names with password, jaas, secret, token or key are secret.")
          .of(COORDINATOR, WORKER, DOCTOR);

  public static final Setting<String> REGISTRY_URL =
      Setting.of(
              "freshet.schema-registry.url",
              SettingType.HTTP_URL,
              "Schema registry with the Confluent API.")
          .flag("--registry")
          .secrecy(Secrecy.LOGIN)
          .of(COORDINATOR, WORKER, DOCTOR)
          .mandatory()
          .in(DEV, "http://127.0.0.1:8081");

  public static final Setting<String> REGISTRY_USER_INFO =
      Setting.of(
              "freshet.schema-registry.user-info",
              SettingType.TEXT,
              "`USER:PASSWORD` for the schema registry.")
          .secrecy(Secrecy.SECRET)
          .of(COORDINATOR, WORKER, DOCTOR);

  public static final Setting<String> MANAGEMENT_HOST =
      Setting.of(
              "freshet.management.host",
              SettingType.TEXT,
              "Address on which health and metrics are served.")
          .flag("--management-host")
          .of(COORDINATOR, WORKER)
          .byDefault("0.0.0.0")
          .in(DEV, "127.0.0.1");

  public static final Setting<OptionalInt> MANAGEMENT_PORT =
      Setting.of(
              "freshet.management.port",
              SettingType.PORT,
              "Port of `/livez`, `/readyz`, `/startupz` and `/metrics`.")
          .flag("--management-port")
          .of(COORDINATOR, WORKER)
          .byDefault("8085");

  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.of(
              "freshet.log.format",
              SettingType.oneOf(LogFormat.class),
              "Lines for people, or one JSON object a line.")
          .flag("--log-format")
          .of(COORDINATOR, WORKER)
          .byDefault("text")
          .in(STAGING, "json")
          .in(PRODUCTION, "json");

  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.of(
              "freshet.log.level",
              SettingType.oneOf(LogLevel.class),
              "What Freshet itself logs; `-vv` adds Kafka and Redis.")
          .of(COORDINATOR, WORKER)
          .byDefault("info");

  public static final Setting<String> URL =
      Setting.of(
              "freshet.url",
              SettingType.HTTP_URL,
              "The coordinator that commands such as `nodes` and `status` ask.")
          .flag("--url")
          .of(DOCTOR, OPERATOR)
          .byDefault("http://127.0.0.1:8080");

  /** In the order of the documents. */
  static final List<Setting<?>> ALL =
      List.of(
          PROFILE,
          CONFIG,
          ENVIRONMENT,
          DRAIN_TIMEOUT,
          KAFKA_BOOTSTRAP,
          KAFKA_PROPERTIES,
          REGISTRY_URL,
          REGISTRY_USER_INFO,
          MANAGEMENT_HOST,
          MANAGEMENT_PORT,
          LOG_FORMAT,
          LOG_LEVEL,
          URL);

  private CommonSettings() {}
}
