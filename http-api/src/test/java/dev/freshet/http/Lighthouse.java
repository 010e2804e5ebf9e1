// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/** An API to test the frame with: some lamps, a beam to watch, a logbook, bad weather. */
final class Lighthouse implements Operations {
  static final ApiDocument DOCUMENT =
      ApiDocument.openApi(Lighthouse.class, "base.yaml", "lamps.yaml", "logbook.yaml");

  final AtomicInteger added = new AtomicInteger();
  final CountDownLatch ebb = new CountDownLatch(1);
  final CompletableFuture<String> firstCaller = new CompletableFuture<>();
  final Promise<Answer> jammed = Promise.promise();
  volatile int revision = 7;

  @Override
  public void bind(OperationBinder binder) {
    binder
        .on("listLamps", exchange -> Future.succeededFuture(list(exchange)))
        .blocking("addLamp", this::add)
        .blocking("relight", exchange -> Answer.ok(new JsonObject().put("lit", added.get())))
        .on("getLamp", exchange -> Future.succeededFuture(get(exchange)))
        .on("putLamp", exchange -> Future.succeededFuture(put(exchange)))
        .on("removeLamp", exchange -> Future.succeededFuture(Answer.noContent()))
        .on("readLog", exchange -> Future.succeededFuture(readLog(exchange)))
        .on("writeLogbook", exchange -> Future.succeededFuture(write(exchange)))
        .on("storm", this::storm)
        .on("jam", this::jam)
        .raw(
            "watchBeam",
            (exchange, context) -> {
              context.response().putHeader("Content-Type", "text/event-stream").setChunked(true);
              for (long turn = 1; turn <= exchange.number("turns"); turn++) {
                var unused = context.response().write("data: flash " + turn + "\n\n");
              }
              var unused = context.response().end();
            })
        .fast(
            "readFast",
            (request, path) -> {
              if (path.get(0).equals("fog")) {
                throw new IllegalStateException("nothing to see");
              }
              var unused = request.response().end("fast " + path.get(0));
            });
  }

  private static Answer list(Exchange exchange) {
    return Answer.ok(
        new JsonObject()
            .put("limit", exchange.number("limit"))
            .put("lit", exchange.flag("lit"))
            .put("colours", new JsonArray(exchange.list("colour")))
            .put("sites", new JsonArray(exchange.list("site")))
            .put("keeper", exchange.optional("Keeper").orElse("nobody"))
            .put("mdc", MDC.get("correlation")));
  }

  private Answer add(Exchange exchange) {
    String name = exchange.bodyAsObject().getString("name");
    JsonObject made =
        new JsonObject()
            .put("name", name)
            .put("number", added.incrementAndGet())
            .put("mdc", MDC.get("correlation"))
            .put("thread", Thread.currentThread().getName());
    return Answer.created("/lamps/" + name, made);
  }

  private Answer get(Exchange exchange) {
    String tag = EntityTag.of(revision);
    return EntityTag.notModified(exchange, tag)
        .orElseGet(() -> Answer.ok(new JsonObject().put("name", exchange.text("name"))).etag(tag));
  }

  private Answer put(Exchange exchange) {
    EntityTag.requireMatch(exchange, EntityTag.of(revision));
    return Answer.ok(exchange.bodyAsObject());
  }

  private static Answer readLog(Exchange exchange) {
    return Answer.text(
        200, exchange.text("name") + " " + exchange.number("day") + " " + exchange.number("hour"));
  }

  private static Answer write(Exchange exchange) {
    Buffer body = exchange.body();
    return Answer.text(200, exchange.contentType().orElse("none") + " " + body.length());
  }

  private Future<Answer> jam(Exchange exchange) {
    firstCaller.complete(exchange.correlation());
    return jammed.future();
  }

  private Future<Answer> storm(Exchange exchange) {
    return switch (exchange.text("kind")) {
      case "failed" -> Future.failedFuture(new IllegalStateException("secret of the keeper"));
      case "problem" ->
          throw ProblemException.of(HttpCode.UNAVAILABLE, "lamp: out of oil")
              .retryAfter(Duration.ofMillis(1500));
      case "never" -> Promise.<Answer>promise().future();
      case "slow" ->
          exchange.blocking(
              () -> {
                firstCaller.complete(exchange.correlation());
                ebb.await();
                return Answer.text(200, "calm again");
              });
      case "late" ->
          Future.fromCompletionStage(
              CompletableFuture.supplyAsync(() -> Answer.text(200, "from another thread")));
      default -> throw new IllegalStateException("secret of the keeper");
    };
  }
}
