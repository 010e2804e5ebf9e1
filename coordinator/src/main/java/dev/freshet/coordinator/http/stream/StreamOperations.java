// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.CacheStateSubscriber;
import dev.freshet.events.state.StateEventJson;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stream of cache-state events: server-sent events and WebSockets. Its part of the document is
 * {@code stream.yaml}. Safe for any thread; to be closed behind the server.
 */
public final class StreamOperations implements Operations, AutoCloseable {
  private static final short POLICY_VIOLATION = 1008;
  private static final short TRY_AGAIN_LATER = 1013;
  private static final int FETCH_BYTES = 1 << 20;

  private final StreamHub hub;

  StreamOperations(StreamHub hub) {
    this.hub = hub;
  }

  /**
   * Begins to read the events, on a thread of its own.
   *
   * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
   * @param codec stays the caller's to close
   */
  public static StreamOperations start(
      Map<String, Object> kafka, AvroCodec codec, Topics topics, MeterRegistry meters) {
    Map<String, Object> bounded = new HashMap<>(kafka);
    bounded.put("fetch.max.bytes", FETCH_BYTES);
    return new StreamOperations(
        StreamHub.start(
            start ->
                EventSource.of(
                    CacheStateSubscriber.builder(bounded, codec)
                        .environment(topics.environment())
                        .from(start)
                        .reader()),
            FeedLimits.DEFAULT,
            meters));
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.raw("streamEvents", this::serverSentEvents);
    binder.raw("streamEventsByWebSocket", this::webSocket);
    binder.onClose(hub::end);
  }

  private void serverSentEvents(Exchange exchange, RoutingContext context) {
    // What a browser sends when it connects again; it cannot change the URL.
    Optional<String> last = exchange.optional("Last-Event-ID").filter(id -> !id.isEmpty());
    StreamHub.Entry entry = hub.enter(wanted(exchange, last.or(() -> exchange.optional("after"))));
    StreamClient.serve(hub, exchange.vertx(), new SseOutlet(context), entry);
  }

  private void webSocket(Exchange exchange, RoutingContext context) {
    if (!"websocket".equalsIgnoreCase(exchange.header("Upgrade").orElse(""))) {
      throw invalid("header:Upgrade", "found none, expected websocket");
    }
    StreamHub.Entry entry = hub.enter(wanted(exchange, exchange.optional("after")));
    Vertx vertx = exchange.vertx();
    context
        .request()
        .toWebSocket()
        .onSuccess(socket -> serve(vertx, socket, entry))
        .onFailure(
            failure -> {
              entry.leave();
              context.fail(failure);
            });
  }

  private void serve(Vertx vertx, ServerWebSocket socket, StreamHub.Entry entry) {
    StreamClient client = StreamClient.serve(hub, vertx, new WebSocketOutlet(socket), entry);
    socket.textMessageHandler(
        message -> {
          try {
            client.begin(hub.enter(Subscription.parse(message)));
          } catch (IllegalArgumentException e) {
            refuse(socket, POLICY_VIOLATION, String.valueOf(e.getMessage()));
          } catch (ProblemException e) {
            refuse(socket, TRY_AGAIN_LATER, e.problem().detail());
          }
        });
  }

  private static void refuse(ServerWebSocket socket, short code, String why) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", "problem");
    tree.put("detail", why);
    // The reason of a close frame has no room for it.
    var unused =
        socket.writeTextMessage(StateEventJson.text(tree)).eventually(() -> socket.close(code));
  }

  private static Subscription wanted(Exchange exchange, Optional<String> after) {
    try {
      return Subscription.of(
          exchange.list("kinds"), exchange.optional("subject").orElse(null), after.orElse(null));
    } catch (IllegalArgumentException e) {
      throw invalid(
          after.isPresent() ? "query:after" : "query:kinds", String.valueOf(e.getMessage()));
    }
  }

  private static ProblemException invalid(String pointer, String message) {
    return ProblemException.of(
        HttpCode.INVALID_PARAMETER,
        pointer + ": " + message,
        List.of(Problem.Finding.at(HttpCode.INVALID_PARAMETER, pointer, message)));
  }

  @Override
  public void close() {
    hub.close();
  }
}
