// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import com.zaxxer.hikari.HikariDataSource;
import dev.freshet.cache.store.RedisSettings;
import dev.freshet.cache.store.ResilienceSettings;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.source.jdbc.JdbcLoader;
import dev.freshet.worker.source.jdbc.JdbcSource;
import dev.freshet.worker.source.jdbc.Pools;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A node that warms items from PostgreSQL. Arguments: Kafka, registry, Redis, environment,
 * database, name.
 */
final class WorkerProcess {
  static final String SERVICE = "shop";
  static final String READY = "worker ready";

  private static final int TASKS = 8;
  private static final Duration SLOW = Duration.ofSeconds(5);

  /**
   * Slow, after it has chosen what it sees: a change that comes meanwhile is not in what it finds.
   */
  private static final String LOAD =
      "select id, version from items, pg_sleep(0.4) where id = any(:id[])";

  private WorkerProcess() {}

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws Exception {
    try (HikariDataSource pool =
        Pools.open(ItemRules.DATA_SOURCE, arguments[4], null, null, TASKS + 1)) {
      JdbcSource database = JdbcSource.of(ItemRules.DATA_SOURCE, pool);
      FreshetNode node =
          node(arguments[0], arguments[1], arguments[2], arguments[3], arguments[5])
              .service(SERVICE)
              .sources(Sources.builder().dataSource(ItemRules.DATA_SOURCE, database).build())
              .start();
      Object unused =
          node.bulkRegion(
              ItemRules.REGION,
              Long.class,
              JdbcLoader.of(database, "items-by-id", LOAD, row -> row.getLong("version")));
      node.awaitReady(Duration.ofMinutes(2));
      System.out.println(READY);
      new CountDownLatch(1).await();
    }
  }

  /** A node that knows the items' region, and has patience with Redis while few cores are busy. */
  static FreshetNode.Builder node(
      String kafka, String registry, String redis, String environment, String name) {
    return FreshetNode.builder(name)
        .kafka(kafka)
        .registry(registry)
        .environment(environment)
        .redis(RedisSettings.at(redis).withTimeout(SLOW))
        .resilience(patient())
        .l2Timeout(SLOW)
        .heartbeat(Duration.ofSeconds(1))
        .regions(ItemRules.regions());
  }

  private static ResilienceSettings patient() {
    ResilienceSettings.Breaker usual = ResilienceSettings.DEFAULT.breaker();
    return ResilienceSettings.DEFAULT.withBreaker(
        new ResilienceSettings.Breaker(
            usual.window(),
            usual.minimumCalls(),
            usual.failureRate(),
            SLOW,
            usual.slowRate(),
            usual.openFor(),
            usual.probes()));
  }
}
