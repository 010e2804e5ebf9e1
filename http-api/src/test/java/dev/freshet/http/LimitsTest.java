// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.Client.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  // Longer than any test may take: what it bounds does not happen.
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Lighthouse lighthouse = new Lighthouse();
  private ApiServer server =
      ApiServer.builder(Lighthouse.DOCUMENT)
          .operations(lighthouse)
          .requestTimeout(Duration.ofMillis(150))
          .workerThreads(1)
          .start();
  private Client client = new Client(server.port());

  @AfterEach
  void stop() {
    lighthouse.ebb.countDown();
    server.close();
  }

  private void restart() {
    restart(1 << 20);
  }

  private void restart(int bodyLimitBytes) {
    server.close();
    server =
        ApiServer.builder(Lighthouse.DOCUMENT)
            .operations(lighthouse)
            .requestTimeout(LONG)
            .bodyLimitBytes(bodyLimitBytes)
            .workerThreads(1)
            .drain(LONG)
            .start();
    client = new Client(server.port());
  }

  @Test
  void shouldGiveUpOnAnswersThatTakeTooLong() throws Exception {
    Reply reply = client.get("/storm?kind=never");

    assertEquals(503, reply.status());
    assertEquals("H017", reply.code());
    assertEquals("request: not answered within PT0.15S", reply.detail());
  }

  @Test
  void shouldGiveUpOnBodiesThatComeTooSlowly() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      // In one piece: what came after the answer would break the connection.
      String answer =
          wire.send(
                  "POST /logbook HTTP/1.1",
                  "Host: x",
                  "Content-Type: text/plain",
                  "Content-Length: 9",
                  "",
                  "half")
              .readToEnd();

      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertTrue(answer.contains("/problems/H018"), answer);
    }
  }

  @Test
  void shouldRefuseBodiesForWhichThereIsNoRoomBesideOthers() throws Exception {
    restart(1_000);
    List<Wire> slow = new ArrayList<>();
    for (int i = 1; i < 64; i++) {
      slow.add(beginToWrite());
    }

    String refused =
        Awaitility.await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  // One more, since one that came together with a whole body was refused for it.
                  slow.add(beginToWrite());
                  return write();
                },
                answer -> answer.contains(" 503 "));
    assertTrue(slow.size() < 100, "found room for " + slow.size());
    for (Wire wire : slow) {
      wire.close();
    }
    String taken =
        Awaitility.await().atMost(PATIENCE).until(this::write, answer -> answer.contains(" 200 "));

    assertTrue(refused.contains("/problems/H016"), refused);
    assertTrue(refused.contains("bodies: found 64000 bytes"), refused);
    assertTrue(taken.endsWith("text/plain 1000"), taken);
  }

  private static final String[] LOGBOOK = {
    "POST /logbook HTTP/1.1",
    "Host: x",
    "Connection: close",
    "Content-Type: text/plain",
    "Content-Length: 1000",
    ""
  };

  private Wire beginToWrite() throws IOException {
    return new Wire(server.port()).sendText(head() + "x".repeat(999));
  }

  private String write() throws IOException {
    try (Wire wire = new Wire(server.port())) {
      return wire.sendText(head() + "x".repeat(1_000)).readToEnd();
    }
  }

  private static String head() {
    return String.join("\r\n", LOGBOOK) + "\r\n";
  }

  @Test
  void shouldAnswerWhatRunsWhenItCloses() throws Exception {
    restart();
    CompletableFuture<Reply> running = client.getAsync("/storm?kind=slow");
    lighthouse.firstCaller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    Awaitility.await().atMost(PATIENCE).until(this::isRefused);
    lighthouse.ebb.countDown();

    assertEquals("calm again", running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).text());
    closing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** A server that closes may first turn requests away over connections that are open. */
  private boolean isRefused() throws IOException {
    try (Wire wire = new Wire(client.port())) {
      wire.send("GET /lamps HTTP/1.1", "Host: x", "Connection: close", "");
      wire.readToEnd();
      return false;
    } catch (SocketException e) {
      // Else it was accepted by the system, and not by the server any more.
      return e instanceof ConnectException;
    }
  }

  @Test
  void shouldCloseAtOnceIfOnlyIdleConnectionsAreLeft() throws Exception {
    restart();
    client.get("/lamps");
    try (Wire idle = new Wire(server.port())) {
      idle.send("GET /lamps HTTP/1.1", "Host: x", "").readUntil("limit");

      // Else it would take as long as it may drain.
      CompletableFuture.runAsync(server::close).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldTurnRequestsAwayWhenTooManyBlock() throws Exception {
    restart();
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      asked.add(client.getAsync("/storm?kind=slow"));
    }

    // One runs, 64 wait for it: there is no room for the last.
    CompletableFuture.anyOf(asked.toArray(CompletableFuture[]::new))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Reply refused =
        asked.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow().get();
    lighthouse.ebb.countDown();

    assertEquals(503, refused.status());
    assertEquals("H016", refused.code());
    assertEquals("1", refused.header("Retry-After"));
    long answered = 0;
    for (CompletableFuture<Reply> each : asked) {
      answered += each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).status() == 200 ? 1 : 0;
    }
    assertEquals(65, answered);
  }

  @Test
  void shouldNamePortThatIsTaken() {
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () ->
                ApiServer.builder(Lighthouse.DOCUMENT)
                    .operations(new Lighthouse())
                    .port(server.port())
                    .start());

    assertTrue(String.valueOf(refusal.getMessage()).startsWith("http port " + server.port()));
  }
}
