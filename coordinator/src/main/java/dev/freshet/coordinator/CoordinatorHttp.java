// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Health and metrics over HTTP: {@code /livez}, {@code /readyz} (reasons if it is not ready, or
 * with {@code ?verbose}) and {@code /metrics} in the Prometheus format. Safe for any thread.
 */
final class CoordinatorHttp implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final int port;

  private CoordinatorHttp(Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = port;
  }

  /**
   * Listens; blocks until it does.
   *
   * @param host the address to listen on
   * @param port 0 for a free one
   * @param health does not block
   * @throws IllegalStateException if the port is taken; names it
   */
  static CoordinatorHttp listen(
      String host, int port, Supplier<Health> health, PrometheusMeterRegistry metrics) {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    router.get("/livez").handler(context -> live(context, health.get()));
    router.get("/readyz").handler(context -> ready(context, health.get()));
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", PROMETHEUS_TEXT)
                    .end(metrics.scrape()));
    // Probes and scrapers speak HTTP/1.1; an upgrade in mid-connection only adds ways to fail.
    HttpServerOptions plain = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    try {
      HttpServer server =
          await(vertx.createHttpServer(plain).requestHandler(router).listen(port, host));
      return new CoordinatorHttp(vertx, server.actualPort());
    } catch (CompletionException e) {
      await(vertx.close());
      throw new IllegalStateException(
          "http port " + port + ": cannot listen, " + e.getCause(), e.getCause());
    }
  }

  int port() {
    return port;
  }

  private static void live(RoutingContext context, Health health) {
    answer(context, health.alive(), health.alive() ? "ok\n" : health.lines());
  }

  private static void ready(RoutingContext context, Health health) {
    boolean brief = health.isReady() && !context.queryParams().contains("verbose");
    answer(context, health.isReady(), brief ? "ok\n" : health.lines());
  }

  private static void answer(RoutingContext context, boolean good, String body) {
    context
        .response()
        .setStatusCode(good ? OK : UNAVAILABLE)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(body);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
