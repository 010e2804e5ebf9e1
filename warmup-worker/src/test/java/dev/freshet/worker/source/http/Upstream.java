// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that answers as a test says, and counts. */
final class Upstream implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();

  /** Set by the test before it asks; volatile because an event loop reads it. */
  volatile Handler<HttpServerRequest> handler = request -> request.response().end("[]");

  Upstream() {
    server =
        vertx
            .createHttpServer()
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private void handle(HttpServerRequest request) {
    requests.add(request.method() + " " + request.uri());
    int now = open.incrementAndGet();
    mostOpen.accumulateAndGet(now, Math::max);
    AtomicBoolean over = new AtomicBoolean();
    Handler<Void> end =
        ended -> {
          if (over.compareAndSet(false, true)) {
            open.decrementAndGet();
          }
        };
    request.response().closeHandler(end);
    request.response().endHandler(end);
    handler.handle(request);
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.actualPort() + path);
  }

  void after(long delayMs, Runnable action) {
    long unused = vertx.setTimer(delayMs, fired -> action.run());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
