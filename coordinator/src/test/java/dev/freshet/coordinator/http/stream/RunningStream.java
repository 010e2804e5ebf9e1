// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.http.CoordinatorApi;
import dev.freshet.http.ApiDocument;
import dev.freshet.http.ApiServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;

/** A server of the stream alone, and the ways to it. */
final class RunningStream implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final StreamHub hub;
  private final ApiServer server;

  RunningStream(MemoryTopic topic, FeedLimits limits) {
    hub = StreamHub.start(topic::open, limits, meters);
    await().atMost(Duration.ofMinutes(1)).until(() -> hub.ring().isPresent());
    server =
        ApiServer.builder(ApiDocument.openApi(CoordinatorApi.class, "base.yaml", "stream.yaml"))
            .operations(new StreamOperations(hub))
            .meters(meters)
            .start();
  }

  int port() {
    return server.port();
  }

  /** How many are connected. */
  double clients() {
    return meters.get("freshet.stream.clients").gauge().value();
  }

  HttpResponse<InputStream> get(String query, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/api/v1/stream" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  Events listen(String query, String... headers) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = get(query, headers);
    assertEquals(200, response.statusCode(), query);
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse("none"));
    return new Events(response.body());
  }

  WebSocket connect(String query, Messages messages) {
    URI uri = URI.create("ws://127.0.0.1:" + port() + "/api/v1/stream/ws" + query);
    return CLIENT.newWebSocketBuilder().buildAsync(uri, messages).join();
  }

  @Override
  public void close() {
    server.close();
    hub.close();
  }
}
