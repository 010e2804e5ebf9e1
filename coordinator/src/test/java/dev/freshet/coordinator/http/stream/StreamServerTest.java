// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real connections to a server, with a topic in memory behind it. */
@Timeout(180)
class StreamServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BIG = "x".repeat(1_000);

  /** None comes between events while a test runs. */
  private static final Duration NO_PING = Duration.ofHours(1);

  private final MemoryTopic topic = new MemoryTopic();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private RunningStream start() {
    return start(new FeedLimits(100, 1 << 20, 10, 1, NO_PING));
  }

  private RunningStream startWithPings() {
    return start(new FeedLimits(100, 1 << 20, 10, 1, Duration.ofMillis(200)));
  }

  private RunningStream start(FeedLimits limits) {
    RunningStream stream = new RunningStream(topic, limits);
    open.add(stream);
    return stream;
  }

  private void add(int from, int to) {
    for (int i = from; i < to; i++) {
      topic.add("a/" + i, "i");
    }
  }

  @Test
  void shouldStreamWhatHappensWithIdsAndKinds() throws Exception {
    add(0, 3);
    RunningStream stream = start();

    Events events = stream.listen("");
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
    RunningStream stream = start();
    add(700, 705);
    await().until(() -> stream.hub.ring().orElseThrow().end().offset() == 704);
    Events inMemory = stream.listen("?after=0:701");
    Events older = stream.listen("?after=0:701", "Last-Event-ID", "0:9");

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
    RunningStream stream = start();

    Events events = stream.listen("?after=0:9");
    String head = events.next();

    assertEquals("retry: 3000\nid: 0:9", head);
    assertEquals(
        "event: gap\ndata: {\"kind\":\"gap\",\"from\":\"0:10\",\"to\":\"0:15\"}", events.next());
    assertEquals(List.of(15L, 16L), events.offsets(2));
  }

  @Test
  void shouldSendWhatIsWantedAndMoveTheIdPastTheRest() throws Exception {
    RunningStream stream = startWithPings();
    Events some = stream.listen("?kinds=NodeJoined,NodeLost&subject=a/1*");
    Events none = stream.listen("?kinds=NodeLost");
    none.next();
    add(0, 12);

    assertEquals(List.of(1L, 10L, 11L), some.offsets(3));
    await().until(() -> none.next().equals(": ping\nid: 0:11"));
  }

  @Test
  void shouldRefuseWhatItDoesNotUnderstand() throws Exception {
    RunningStream stream = start();

    for (String query : List.of("after=0", "after=3:1", "kinds=NodeLevitated", "afer=0:1")) {
      HttpResponse<InputStream> response = stream.get("?" + query);
      JsonNode problem = JSON.readTree(response.body());

      assertEquals(400, response.statusCode(), query);
      assertEquals("H003", problem.at("/errors/0/code").asText(), problem::toString);
    }
    assertEquals(400, stream.get("", "Last-Event-ID", "yesterday").statusCode());
    assertEquals(400, stream.get("/ws").statusCode());
  }

  @Test
  void shouldLimitHowManyListen() throws Exception {
    RunningStream stream = start(new FeedLimits(100, 1 << 20, 1, 1, Duration.ofSeconds(5)));
    stream.listen("");

    HttpResponse<InputStream> second = stream.get("");

    assertEquals(503, second.statusCode());
    assertEquals("5", second.headers().firstValue("Retry-After").orElse("none"));
    assertEquals(
        "stream: found 1 clients, which is the limit",
        JSON.readTree(second.body()).get("detail").asText());
  }

  @Test
  void shouldLetFewCatchUpAtATime() throws Exception {
    // More than there is room for between a server that writes and a client that does not read.
    for (int i = 0; i < 20_000; i++) {
      topic.add(BIG, "i");
    }
    RunningStream stream = startWithPings();
    Socket stuck = new Socket(InetAddress.getLoopbackAddress(), stream.port());
    try (stuck) {
      ask(stuck, "/api/v1/stream?after=0:1");
      await().until(() -> topic.opened.get() == 2);
      Events waiting = stream.listen("?after=0:19800");
      assertEquals("retry: 3000\nid: 0:19800", waiting.next());
      for (int i = 0; i < 3; i++) {
        assertEquals(": ping\nid: 0:19800", waiting.next(), "it has no turn yet");
      }

      stuck.close();

      assertEquals(19_801L, waiting.offsets(1).get(0));
    }
    await().until(() -> topic.closed.get() == 2);
  }

  private static void ask(Socket socket, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldDropForAClientThatDoesNotReadAndTellIt() throws Exception {
    RunningStream stream = start(new FeedLimits(50, 1 << 20, 10, 1, Duration.ofSeconds(5)));
    try (Socket stuck = new Socket(InetAddress.getLoopbackAddress(), stream.port())) {
      stuck.setSoTimeout(60_000);
      ask(stuck, "/api/v1/stream");
      Events quick = stream.listen("");
      await().until(() -> stream.clients() == 2);

      int count = 20_000;
      for (int i = 0; i < count; i++) {
        topic.add(BIG, "i");
        if (i % 20 == 19) {
          quick.offsets(20);
        }
      }

      assertTrue(stream.hub.ring().orElseThrow().bytes() <= 1 << 20, "what is held for all");
      long dropped = countDropped(new Events(stuck.getInputStream()), count);
      assertTrue(dropped > 0, "it was too slow");
      assertEquals(dropped, (long) stream.meters.get("freshet.stream.dropped").counter().count());
    }
    await().until(() -> stream.clients() == 1);
  }

  /** Reads up to the last event; each must be there or be in a range that was announced. */
  private static long countDropped(Events events, long end) throws IOException {
    long dropped = 0;
    for (long expected = 0; expected < end; ) {
      String block = events.await("data: ");
      JsonNode json = JSON.readTree(block.substring(block.indexOf("data: ") + 6));
      if (json.get("kind").asText().equals("dropped")) {
        assertEquals(expected, offset(json.get("from").asText()));
        expected = offset(json.get("to").asText());
        dropped += json.get("count").longValue();
      } else {
        assertEquals(expected++, offset(json.get("cursor").asText()));
      }
    }
    return dropped;
  }

  private static long offset(String cursor) {
    return Long.parseLong(cursor.substring(2));
  }

  @Test
  void shouldServeWebSocketsAsTheyAsk() throws Exception {
    add(0, 5);
    RunningStream stream = startWithPings();
    Messages messages = new Messages();
    WebSocket socket = stream.connect("?kinds=NodeLost", messages);
    await().until(() -> messages.size() == 1);
    assertEquals("{\"kind\":\"subscribed\",\"cursor\":\"0:4\"}", messages.get(0));
    add(5, 7);

    socket.sendText("{\"subject\":\"a/*\",\"after\":\"0:2\"}", true).join();

    await().until(() -> messages.size() == 6);
    assertEquals("{\"kind\":\"subscribed\",\"cursor\":\"0:2\"}", messages.get(1));
    assertEquals(3, JSON.readTree(messages.get(2)).get("subject").asText().length());
    assertEquals("0:6", JSON.readTree(messages.get(5)).get("cursor").asText());
    await().until(() -> messages.pings.get() > 1);
    assertTrue(!socket.isInputClosed(), "it answers pings");
  }

  @Test
  void shouldNotReadForWishesThatWereTakenBack() throws Exception {
    add(0, 5);
    RunningStream stream = start();
    Messages messages = new Messages();
    WebSocket socket = stream.connect("", messages);

    synchronized (topic) {
      for (int i = 0; i < 50; i++) {
        socket.sendText("{\"after\":\"0:2\"}", true).join();
      }
      await().until(() -> messages.size() == 51);
    }

    await().until(() -> messages.size() == 53);
    assertTrue(topic.opened.get() <= 3, "for all, the first wish, the last: " + topic.opened.get());
  }

  @Test
  void shouldTellAWebSocketWhatIsWrongAndCloseIt() throws Exception {
    RunningStream stream = start();
    for (String wrong :
        List.of("{", "[]", "{\"kinds\":[1]}", "{\"kind\":[]}", "{\"after\":\"x\"}")) {
      Messages messages = new Messages();
      WebSocket socket = stream.connect("", messages);

      socket.sendText(wrong, true).join();

      await().until(() -> messages.closed == 1008);
      assertEquals("problem", JSON.readTree(messages.last()).get("kind").asText(), wrong);
    }
  }

  @Test
  void shouldEndAllStreamsWhenTheServerCloses() throws Exception {
    RunningStream stream = start();
    Events events = stream.listen("");
    Messages messages = new Messages();
    stream.connect("", messages);
    await().until(() -> messages.size() == 1);

    stream.close();

    String ended = "{\"kind\":\"ended\",\"detail\":\"the coordinator stops, connect to another\"}";
    await().until(() -> messages.closed == 1001);
    assertEquals(JSON.readTree(ended), JSON.readTree(messages.last()));
    String last = events.await("event: ended");
    assertEquals(JSON.readTree(ended), JSON.readTree(last.substring(last.indexOf("data: ") + 6)));
    assertEquals("end", events.next());
  }
}
