// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedWriterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 100_000;
  private static final int LINE_BYTES = 700;
  private static final int FLOOD = 50_000;
  private static final Pattern LINE = Pattern.compile("(line|gap) (\\d+)\\.*\n");

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<BoundedWriter> writer = new CompletableFuture<>();
  private final CompletableFuture<HttpServerRequest> request = new CompletableFuture<>();
  private final CompletableFuture<Context> loop = new CompletableFuture<>();
  private final HttpServer server =
      await(vertx.createHttpServer().requestHandler(this::accept).listen(0, "127.0.0.1"));

  private void accept(HttpServerRequest accepted) {
    request.complete(accepted);
    loop.complete(Vertx.currentContext());
    if ("websocket".equalsIgnoreCase(accepted.getHeader("Upgrade"))) {
      accepted
          .toWebSocket()
          .onSuccess(
              socket ->
                  writer.complete(BoundedWriter.of(socket, MOST_BYTES, BoundedWriterTest::gap)));
    } else {
      accepted.response().setChunked(true);
      writer.complete(BoundedWriter.of(accepted.response(), MOST_BYTES, BoundedWriterTest::gap));
    }
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void shouldHoldNoMoreThanItMayForClientThatDoesNotRead() throws Exception {
    try (Socket client = connect()) {
      BoundedWriter slow = writer.get(30, TimeUnit.SECONDS);

      flood(slow);

      assertTrue(client.isConnected());
      assertTrue(slow.heldBytes() <= MOST_BYTES, "held " + slow.heldBytes());
      assertTrue(slow.dropped() > 0);
      assertTrue(request.get().response().bytesWritten() < (long) FLOOD * LINE_BYTES / 4);
    }
  }

  @Test
  void shouldSayHowMuchIsMissingOnceTheClientReads() throws Exception {
    try (Socket client = connect()) {
      BoundedWriter slow = writer.get(30, TimeUnit.SECONDS);
      flood(slow);
      long dropped = slow.dropped();

      CompletableFuture<List<String>> reading =
          CompletableFuture.supplyAsync(() -> readLines(client));
      Awaitility.await().atMost(PATIENCE).until(() -> slow.heldBytes() == 0);
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> slow.offer(line(FLOOD)) && slow.dropped() >= dropped);
      end();

      List<String> read = reading.get(30, TimeUnit.SECONDS);
      assertConsecutiveButForGaps(read, slow.dropped());
    }
  }

  /** Lines come in their order; where some are missing, their number is said. */
  private static void assertConsecutiveButForGaps(List<String> read, long dropped) {
    long expected = 0;
    long missing = 0;
    for (String one : read) {
      Matcher matcher = LINE.matcher(one);
      assertTrue(matcher.matches(), one);
      long number = Long.parseLong(matcher.group(2));
      if (matcher.group(1).equals("gap")) {
        missing += number;
        expected += number;
      } else if (number < FLOOD) {
        assertEquals(expected, number);
        expected++;
      }
    }
    assertEquals(dropped, missing);
    assertTrue(missing > 0);
  }

  @Test
  void shouldDropNothingForClientThatReads() throws Exception {
    try (Socket client = connect()) {
      CompletableFuture<List<String>> reading =
          CompletableFuture.supplyAsync(() -> readLines(client));
      BoundedWriter quick = writer.get(30, TimeUnit.SECONDS);

      for (int i = 0; i < 200; i++) {
        int number = i;
        Awaitility.await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> quick.heldBytes() < MOST_BYTES / 2);
        quick.offer(line(number));
      }
      Awaitility.await().atMost(PATIENCE).until(() -> quick.heldBytes() == 0);
      end();

      assertEquals(200, reading.get(30, TimeUnit.SECONDS).size());
      assertEquals(0, quick.dropped());
    }
  }

  @Test
  void shouldSendMessagesToWebSockets() throws Exception {
    CompletableFuture<String> received = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            received.complete(text.toString());
            return CompletableFuture.completedFuture(null);
          }
        };
    URI uri = URI.create("ws://127.0.0.1:" + server.actualPort() + "/");
    WebSocket socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, listener).get();

    writer.get(30, TimeUnit.SECONDS).offer(Buffer.buffer("hello"));

    assertEquals("hello", received.get(30, TimeUnit.SECONDS));
    socket.abort();
  }

  /** Gives the event loop its turn every hundred lines: what it would take, it takes. */
  private void flood(BoundedWriter slow) throws Exception {
    for (int i = 0; i < FLOOD; i++) {
      slow.offer(line(i));
      if (i % 100 == 99) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        loop.get().runOnContext(taken -> turn.complete(null));
        turn.get(30, TimeUnit.SECONDS);
      }
    }
  }

  /** Every other one is short, and might slip in where a long one does not fit. */
  private static Buffer line(int number) {
    String text = "line " + number;
    int filled = number % 2 == 0 ? LINE_BYTES - text.length() - 1 : 0;
    return Buffer.buffer(text + ".".repeat(filled) + "\n");
  }

  private static Buffer gap(long missing) {
    return Buffer.buffer("gap " + missing + "\n");
  }

  private void end() throws Exception {
    HttpServerRequest accepted = request.get();
    loop.get().runOnContext(now -> accepted.response().end());
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(16_384);
    socket.connect(
        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
    String ask = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The lines of a chunked response to its end. */
  private static List<String> readLines(Socket client) {
    try {
      InputStream in = client.getInputStream();
      String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      List<String> lines = new ArrayList<>();
      Matcher matcher = LINE.matcher(all);
      while (matcher.find()) {
        lines.add(matcher.group());
      }
      return lines;
    } catch (IOException e) {
      throw new IllegalStateException("the connection broke", e);
    }
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
