// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import dev.freshet.benchmarks.harness.stack.Server;
import dev.freshet.cache.Region;
import dev.freshet.cache.codec.Codec;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.http.NodeHttp;
import dev.freshet.worker.http.NodeHttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A node that serves one value over HTTP, and beside it a server that answers nothing at all.
 * Arguments: Kafka, schema registry, environment.
 */
final class NodeServer {
  static final String KEY = "user:profile:42";
  private static final String REGIONS =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: users, owner: users}
      regions:
        - name: user:profile
          key: user:profile:{userId}
          tags: ["user:{userId}"]
          ttl: 1d
          l1: {maxEntries: 1000, ttl: 1d}
      """;
  private static final String VALUE =
      "{\"userId\":42,\"name\":\"Ada\",\"about\":\"%s\"}".formatted("x".repeat(160));

  private NodeServer() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (FreshetNode node = start(arguments, meters)) {
      node.awaitReady(Duration.ofMinutes(1));
      Region<byte[]> region = node.region("user:profile", Codec.jsonText());
      Map<String, Object> key = Map.of("userId", 42);
      byte[] unused = region.get(key, missed -> VALUE.getBytes(StandardCharsets.UTF_8));
      try (NodeHttp http = NodeHttp.serve(node, NodeHttpSettings.DEFAULT.withPort(0), meters)) {
        Server.ready("node=" + http.port() + " empty=" + listenAndSayNothing());
      }
    }
  }

  private static FreshetNode start(String[] arguments, PrometheusMeterRegistry meters) {
    List<RuleSource> sources =
        List.of(
            RuleSource.ofUtf8("users", "users.yaml", 1, REGIONS.getBytes(StandardCharsets.UTF_8)));
    return FreshetNode.builder("n-1")
        .kafka(arguments[0])
        .registry(arguments[1])
        .environment(arguments[2])
        .regions(RuleBook.compile(sources).orThrow().regions())
        .meters(meters)
        .start();
  }

  private static int listenAndSayNothing() {
    HttpServer server =
        Vertx.vertx().createHttpServer().requestHandler(request -> request.response().end());
    return server
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }
}
