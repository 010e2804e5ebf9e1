// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Health and metrics over HTTP, in the manner of Kubernetes: {@code /livez}, {@code /readyz} and
 * {@code /startupz} (also as {@code /health/live}, {@code /health/ready}, {@code /health/started}),
 * {@code /readyz/}<i>check</i>, and {@code /metrics} in the Prometheus format. The status is the
 * contract; the text says why, always if something is wrong, else with {@code ?verbose}. {@code
 * ?exclude=}<i>check</i> leaves checks out. Safe for any thread.
 */
public final class ManagementServer implements AutoCloseable {
  // Longer than scrapers take from one scrape to the next.
  private static final int IDLE_SECONDS = 90;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final int port;

  private ManagementServer(Vertx vertx, int port) {
    this.vertx = vertx;
    this.port = port;
  }

  /**
   * Listens; blocks until it does.
   *
   * @param host the address to listen on
   * @param port 0 for a free one
   * @param health asked at each probe; does not block
   * @throws IllegalStateException if the port is taken; names it
   */
  public static ManagementServer listen(
      String host, int port, Supplier<Health> health, PrometheusMeterRegistry metrics) {
    Vertx vertx = Vertx.vertx();
    // Probes and scrapers speak HTTP/1.1; an upgrade in mid-connection only adds ways to fail.
    HttpServerOptions plain =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeout(IDLE_SECONDS)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    Router router = routes(Router.router(vertx), health, metrics);
    try {
      HttpServer server =
          await(vertx.createHttpServer(plain).requestHandler(router).listen(port, host));
      return new ManagementServer(vertx, server.actualPort());
    } catch (CompletionException e) {
      await(vertx.close());
      throw new IllegalStateException(
          "http port " + port + ": cannot listen, " + e.getCause(), e.getCause());
    }
  }

  private static Router routes(
      Router router, Supplier<Health> health, PrometheusMeterRegistry metrics) {
    for (String path : List.of("/livez", "/health/live")) {
      router.get(path).handler(context -> live(context, health.get()));
    }
    for (String path : List.of("/readyz", "/health/ready")) {
      router.get(path).handler(context -> ready(context, health.get()));
    }
    for (String path : List.of("/startupz", "/health/started")) {
      router.get(path).handler(context -> started(context, health.get()));
    }
    router.get("/readyz/:check").handler(context -> check(context, health.get()));
    router
        .get("/metrics")
        .handler(context -> answer(context, OK, PROMETHEUS_TEXT, metrics.scrape()));
    return router;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** No check may fail this one: a restart does not bring back what the process depends on. */
  private static void live(RoutingContext context, Health health) {
    answer(context, health.alive(), health.alive() ? "ok\n" : health.lines());
  }

  private static void started(RoutingContext context, Health health) {
    answer(context, health.started(), health.started() ? "ok\n" : "starting\n" + health.lines());
  }

  private static void ready(RoutingContext context, Health health) {
    List<String> excluded = context.queryParams().getAll("exclude");
    Health asked = health.without(excluded);
    StringBuilder text = new StringBuilder();
    excluded.stream()
        .filter(name -> health.check(name).isEmpty())
        .forEach(name -> text.append("warn: no check " + name + " to exclude\n"));
    boolean brief = asked.isReady() && !context.queryParams().contains("verbose");
    answer(context, asked.isReady(), text.append(brief ? "ok\n" : asked.lines()).toString());
  }

  private static void check(RoutingContext context, Health health) {
    String name = context.pathParam("check");
    health
        .check(name)
        .ifPresentOrElse(
            check -> answer(context, check.passed(), check.line() + "\n"),
            () -> {
              List<String> known = health.checks().stream().map(Health.Check::name).toList();
              String text = "check " + name + ": not known, expected one of " + known + "\n";
              answer(context, NOT_FOUND, "text/plain; charset=utf-8", text);
            });
  }

  private static void answer(RoutingContext context, boolean good, String body) {
    answer(context, good ? OK : UNAVAILABLE, "text/plain; charset=utf-8", body);
  }

  private static void answer(RoutingContext context, int status, String contentType, String body) {
    context.response().setStatusCode(status).putHeader("Content-Type", contentType).end(body);
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** Ends at once; blocks until it has. */
  @Override
  public void close() {
    await(vertx.close());
  }
}
