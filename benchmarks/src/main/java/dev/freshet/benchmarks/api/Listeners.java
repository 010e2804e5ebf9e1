// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients of the stream of cache-state events that note which events came, and when. */
final class Listeners implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String STREAM = "/api/v1/stream?kinds=Invalidated";
  private static final String ID = "id: 0:";

  private final Vertx vertx = Vertx.vertx();
  private final int count;
  private final ConcurrentMap<Long, Queue<Long>> heard = new ConcurrentHashMap<>();
  private final AtomicLong events = new AtomicLong();
  private final List<HttpConnection> connections = new ArrayList<>();

  private Listeners(int count) {
    this.count = count;
  }

  /** Connects; all of them listen when this returns. */
  static Listeners connect(int port, int count) {
    Listeners listeners = new Listeners(count);
    HttpClient client =
        listeners.vertx.createHttpClient(
            new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(count));
    List<Future<HttpClientResponse>> connected = new ArrayList<>();
    for (int listener = 0; listener < count; listener++) {
      connected.add(
          client
              .request(HttpMethod.GET, port, "127.0.0.1", STREAM)
              .compose(HttpClientRequest::send)
              .onSuccess(listeners::listen));
    }
    Future.all(connected).toCompletionStage().toCompletableFuture().join();
    connected.forEach(
        response -> listeners.connections.add(response.result().request().connection()));
    return listeners;
  }

  private void listen(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      throw new IllegalStateException("stream: found status " + response.statusCode());
    }
    response.handler(RecordParser.newDelimited("\n\n", this::hear));
  }

  /** Events have an id and a kind; what only has an id shows that the connection is alive. */
  private void hear(Buffer block) {
    String text = block.toString();
    int line = text.indexOf('\n');
    if (text.startsWith(ID) && text.startsWith("event: Invalidated", line + 1)) {
      long offset = Long.parseLong(text.substring(ID.length(), line));
      heard.computeIfAbsent(offset, unused -> new ConcurrentLinkedQueue<>()).add(System.nanoTime());
      events.incrementAndGet();
    }
  }

  /** When an event came, to each of those to whom it did. */
  Collection<Long> heardNanos(long offset) {
    return heard.getOrDefault(offset, new ConcurrentLinkedQueue<>());
  }

  /** Waits until each has heard so many events, but not for ever: some may be lost. */
  void await(int each) {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (events.get() < (long) each * count && System.nanoTime() - deadlineNanos < 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  void forget() {
    heard.clear();
    events.set(0);
  }

  /** Hangs up first: a client that is closed waits for half a minute for the ends of answers. */
  @Override
  public void close() {
    Future.all(connections.stream().map(HttpConnection::close).toList())
        .transform(hungUp -> vertx.close())
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }
}
