// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.coordinator.http.CoordinatorApi;
import dev.freshet.http.ApiDocument;
import dev.freshet.http.ApiServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections to a server, with a topic in memory behind it. */
class StreamServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BIG = "x".repeat(1_000);

  private final MemoryTopic topic = new MemoryTopic();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<AutoCloseable> open = new ArrayList<>();
  private StreamHub hub;
  private ApiServer server;

  @BeforeEach
  void patience() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
    server.close();
    hub.close();
    Awaitility.reset();
  }

  private void start() {
    start(new FeedLimits(100, 1 << 20, 10, 1, Duration.ofMillis(300)));
  }

  private void start(FeedLimits limits) {
    hub = StreamHub.start(topic::open, limits, meters);
    server =
        ApiServer.builder(ApiDocument.openApi(CoordinatorApi.class, "base.yaml", "stream.yaml"))
            .operations(new StreamOperations(hub))
            .meters(meters)
            .start();
    await().until(() -> topic.opened.get() == 1);
  }

  private Events listen(String query, String... headers) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = get(query, headers);
    assertEquals(200, response.statusCode(), query);
    assertEquals("text/event-stream", response.headers().firstValue("Content-Type").orElse("none"));
    Events events = new Events(response.body());
    open.add(events);
    return events;
  }

  private HttpResponse<InputStream> get(String query, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      topic.add("a/" + i, "i");
    }
  }

  @Test
  void shouldStreamWhatHappensWithIdsAndKinds() throws Exception {
    add(0, 3);
    start();

    Events events = listen("/api/v1/stream");
    assertEquals("retry: 3000\nid: 0:2", events.next());
    add(3, 4);

    assertEquals(
        "id: 0:3\nevent: NodeJoined\ndata: {\"id\":\"id-3\",\"kind\":\"NodeJoined\","
            + "\"time\":\"1970-01-01T00:00:00Z\",\"origin\":\"o\",\"subject\":\"a/3\","
            + "\"node\":\"a/3\",\"incarnation\":\"i\",\"cursor\":\"0:3\"}",
        events.next());
  }

  @Test
  void shouldGoOnBehindACursorFromMemoryAndFromTheTopic() throws Exception {
    add(0, 700);
    start();
    add(700, 705);
    Events inMemory = listen("/api/v1/stream?after=0:701");
    Events older = listen("/api/v1/stream?after=0:701", "Last-Event-ID", "0:9");

    assertEquals(List.of(702L, 703L, 704L), inMemory.offsets(3));
    List<Long> all = older.offsets(695);
    add(705, 710);

    assertEquals(10L, all.get(0));
    assertEquals(704L, all.get(694));
    assertEquals(List.of(705L, 706L, 707L, 708L, 709L), older.offsets(5));
    await().until(() -> topic.closed.get() == 1);
    assertEquals(2, topic.opened.get(), "one for all, one for who caught up");
  }

  @Test
  void shouldTellOfEventsThatTheTopicHasLost() throws Exception {
    add(0, 20);
    topic.loseAllBefore(15);
    start();

    Events events = listen("/api/v1/stream?after=0:9");
    String head = events.next();

    assertEquals("retry: 3000\nid: 0:9", head);
    assertEquals(
        "event: gap\ndata: {\"kind\":\"gap\",\"from\":\"0:10\",\"to\":\"0:15\"}", events.next());
    assertEquals(List.of(15L, 16L), events.offsets(2));
  }

  @Test
  void shouldSendWhatIsWantedAndMoveTheIdPastTheRest() throws Exception {
    start();
    Events some = listen("/api/v1/stream?kinds=NodeJoined,NodeLost&subject=a/1*");
    Events none = listen("/api/v1/stream?kinds=NodeLost");
    none.next();
    add(0, 12);

    assertEquals(List.of(1L, 10L, 11L), some.offsets(3));
    await().until(() -> none.next().equals(": ping\nid: 0:11"));
  }

  @Test
  void shouldRefuseWhatItDoesNotUnderstand() throws Exception {
    start();

    for (String query : List.of("after=0", "after=3:1", "kinds=NodeLevitated", "afer=0:1")) {
      HttpResponse<InputStream> response = get("/api/v1/stream?" + query);
      JsonNode problem = JSON.readTree(response.body());

      assertEquals(400, response.statusCode(), query);
      assertEquals("H003", problem.at("/errors/0/code").asText(), problem::toString);
    }
    assertEquals(400, get("/api/v1/stream", "Last-Event-ID", "yesterday").statusCode());
    assertEquals(400, get("/api/v1/stream/ws").statusCode());
  }

  @Test
  void shouldLimitClientsAndThoseThatCatchUp() throws Exception {
    add(0, 10);
    start(new FeedLimits(100, 1 << 20, 2, 1, Duration.ofSeconds(5)));
    topic.broken = true;
    listen("/api/v1/stream?after=0:1");

    HttpResponse<InputStream> second = get("/api/v1/stream?after=0:2");
    listen("/api/v1/stream");
    HttpResponse<InputStream> third = get("/api/v1/stream");

    assertEquals(503, second.statusCode());
    assertEquals("5", second.headers().firstValue("Retry-After").orElse("none"));
    assertEquals(503, third.statusCode());
    assertTrue(
        JSON.readTree(third.body()).get("detail").asText().contains("2 clients"), "names it");
  }

  @Test
  void shouldDropForAClientThatDoesNotReadAndTellIt() throws Exception {
    start(new FeedLimits(50, 1 << 20, 10, 1, Duration.ofSeconds(5)));
    try (Socket stuck = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      stuck.setReceiveBufferSize(4_096);
      stuck
          .getOutputStream()
          .write("GET /api/v1/stream HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      Events quick = listen("/api/v1/stream");
      await().until(() -> meters.get("freshet.stream.clients").gauge().value() == 2);

      int count = 20_000;
      for (int i = 0; i < count; i++) {
        topic.add(BIG, "i");
        if (i % 20 == 19) {
          quick.offsets(20);
        }
      }

      assertTrue(hub.ringBytes() <= 1 << 20, "what is held for all");
      String late = readUntil(stuck, "event: dropped\n");
      JsonNode dropped = JSON.readTree(late.substring(late.lastIndexOf("data: ") + 6));
      long from = offset(dropped.get("from").asText());
      long to = offset(dropped.get("to").asText());
      assertEquals(to - from, dropped.get("count").longValue());
      assertEquals(count - 50, to, "goes on with what is in memory");
      assertEquals(to - from, (long) meters.get("freshet.stream.dropped").counter().count());
      assertTrue(readUntil(stuck, "id: 0:" + to + "\n").contains("event: NodeJoined"));
    }
    await().until(() -> meters.get("freshet.stream.clients").gauge().value() == 1);
  }

  private static long offset(String cursor) {
    return Long.parseLong(cursor.substring(2));
  }

  /** The event that holds a text, whole; reads until it is there. */
  private static String readUntil(Socket socket, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[64 << 10];
    for (int from = -1; ; ) {
      int count = socket.getInputStream().read(buffer);
      assertTrue(count > 0, "the connection ended");
      read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      from = read.indexOf(text);
      if (from >= 0 && read.indexOf("}", from) > 0) {
        return read.substring(from, read.indexOf("}", from) + 1);
      }
    }
  }

  @Test
  void shouldServeWebSocketsAsTheyAsk() throws Exception {
    add(0, 5);
    start();
    Messages messages = new Messages();
    WebSocket socket = connect("?kinds=NodeLost", messages);
    await().until(() -> messages.size() == 1);
    assertEquals("{\"kind\":\"subscribed\",\"cursor\":\"0:4\"}", messages.get(0));
    add(5, 7);

    socket.sendText("{\"subject\":\"a/*\",\"after\":\"0:2\"}", true).join();

    await().until(() -> messages.size() == 6);
    assertEquals("{\"kind\":\"subscribed\",\"cursor\":\"0:2\"}", messages.get(1));
    assertEquals(3, JSON.readTree(messages.get(2)).get("subject").asText().length());
    assertEquals("0:6", JSON.readTree(messages.get(5)).get("cursor").asText());
    await().until(() -> messages.pings > 1);
    assertTrue(!socket.isInputClosed(), "it answers pings");
  }

  @Test
  void shouldTellAWebSocketWhatIsWrongAndCloseIt() throws Exception {
    start();
    for (String wrong :
        List.of("{", "[]", "{\"kinds\":[1]}", "{\"kind\":[]}", "{\"after\":\"x\"}")) {
      Messages messages = new Messages();
      WebSocket socket = connect("", messages);

      socket.sendText(wrong, true).join();

      await().until(() -> messages.closed == 1008);
      assertEquals("problem", JSON.readTree(messages.last()).get("kind").asText(), wrong);
    }
  }

  @Test
  void shouldEndAllStreamsWhenTheServerCloses() throws Exception {
    start();
    Events events = listen("/api/v1/stream");
    Messages messages = new Messages();
    connect("", messages);
    await().until(() -> messages.size() == 1);

    server.close();

    await().until(() -> messages.closed == 1001);
    await().until(() -> events.next().equals("end"));
  }

  private WebSocket connect(String query, Messages messages) {
    return client
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + server.port() + "/api/v1/stream/ws" + query), messages)
        .join();
  }

  /** What came over a WebSocket. */
  private static final class Messages implements WebSocket.Listener {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private volatile int pings;
    private volatile int closed;

    int size() {
      return texts.size();
    }

    String get(int index) {
      return texts.get(index);
    }

    String last() {
      return texts.get(texts.size() - 1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, java.nio.ByteBuffer message) {
      pings++;
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed = code;
      return null;
    }
  }
}
