// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static dev.freshet.cli.config.Profile.DEV;
import static dev.freshet.cli.config.Program.DOCTOR;
import static dev.freshet.cli.config.Program.WORKER;

import dev.freshet.cache.store.RedisSettings;
import dev.freshet.cli.config.Setting.Secrecy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** What a worker reads besides {@link CommonSettings}. Immutable and safe for any thread. */
public final class WorkerSettings {
  public static final Setting<String> NODE_NAME =
      Setting.of(
              "freshet.node.name",
              SettingType.TEXT,
              "Who the node is, over its restarts: no two of a service may have one name."
                  + " The name of the host if nothing is set.")
          .flag("--name")
          .of(WORKER);

  public static final Setting<String> NODE_SERVICE =
      Setting.of("freshet.node.service", SettingType.TEXT, "The service that it belongs to.")
          .flag("--service")
          .of(WORKER)
          .byDefault("worker");

  public static final Setting<String> NODE_ZONE =
      Setting.of("freshet.node.zone", SettingType.TEXT, "Where it runs.").flag("--zone").of(WORKER);

  public static final Setting<String> NODE_OWNER =
      Setting.of("freshet.node.owner", SettingType.TEXT, "The team that answers for it.")
          .flag("--owner")
          .of(WORKER);

  public static final Setting<String> NODE_VERSION =
      Setting.of(
              "freshet.node.version",
              SettingType.TEXT,
              "Version of its software, as the registry shows it. That of Freshet if nothing"
                  + " is set.")
          .of(WORKER);

  public static final Setting<Duration> HEARTBEAT =
      Setting.of(
              "freshet.node.heartbeat",
              SettingType.DURATION_TYPE,
              "Time between two heartbeats; three missed ones make it suspect, six gone.")
          .of(WORKER)
          .byDefault("5s");

  public static final Setting<String> NODE_HTTP_HOST =
      Setting.of(
              "freshet.node.http.host",
              SettingType.TEXT,
              "Address on which the node's API is served: it reads and writes the cache, and"
                  + " asks nobody who they are.")
          .flag("--http-host")
          .of(WORKER)
          .byDefault("127.0.0.1");

  public static final Setting<OptionalInt> NODE_HTTP_PORT =
      Setting.of("freshet.node.http.port", SettingType.PORT, "Port of the node's API.")
          .flag("--http-port")
          .of(WORKER)
          .byDefault("8090");

  public static final Setting<Path> NODE_SOURCES =
      Setting.of(
              "freshet.node.sources",
              SettingType.PATH,
              "File with the databases and HTTP endpoints that regions are loaded from: see"
                  + " [sources](sources.md).")
          .flag("--sources")
          .of(WORKER);

  public static final Setting<List<String>> REDIS =
      Setting.of(
              "freshet.redis.uri",
              SettingType.LIST,
              "Redis as L2: `redis://HOST:PORT`, `rediss://` for TLS; of Sentinel and clusters"
                  + " several with commas. Without one there is L1 alone.")
          .flag("--redis")
          .secrecy(Secrecy.LOGIN)
          .of(WORKER, DOCTOR)
          .in(DEV, "redis://127.0.0.1:6379");

  public static final Setting<RedisSettings.Kind> REDIS_MODE =
      Setting.of(
              "freshet.redis.mode",
              SettingType.oneOf(RedisSettings.Kind.class),
              "What stands at these addresses.")
          .of(WORKER, DOCTOR)
          .byDefault("standalone");

  public static final Setting<String> REDIS_MASTER =
      Setting.of(
              "freshet.redis.master",
              SettingType.TEXT,
              "How Sentinel calls the server; required with mode `sentinel`.")
          .of(WORKER, DOCTOR);

  public static final Setting<String> REDIS_USER =
      Setting.of("freshet.redis.user", SettingType.TEXT, "ACL user, if there is a password.")
          .of(WORKER, DOCTOR)
          .byDefault("default");

  public static final Setting<String> REDIS_PASSWORD =
      Setting.of("freshet.redis.password", SettingType.TEXT, "The user's password.")
          .secrecy(Secrecy.SECRET)
          .of(WORKER, DOCTOR);

  public static final Setting<Duration> REDIS_TIMEOUT =
      Setting.of(
              "freshet.redis.timeout",
              SettingType.DURATION_TYPE,
              "How long connecting may take, and an answer.")
          .of(WORKER, DOCTOR)
          .byDefault("250ms");

  /** In the order of the documents. */
  static final List<Setting<?>> ALL =
      List.of(
          NODE_NAME,
          NODE_SERVICE,
          NODE_ZONE,
          NODE_OWNER,
          NODE_VERSION,
          HEARTBEAT,
          NODE_HTTP_HOST,
          NODE_HTTP_PORT,
          NODE_SOURCES,
          REDIS,
          REDIS_MODE,
          REDIS_MASTER,
          REDIS_USER,
          REDIS_PASSWORD,
          REDIS_TIMEOUT);

  private WorkerSettings() {}
}
