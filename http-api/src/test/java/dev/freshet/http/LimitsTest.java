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

  private void restart(Duration requestTimeout) {
    restart(requestTimeout, 1 << 20);
  }

  private void restart(Duration requestTimeout, int bodyLimitBytes) {
    server.close();
    server =
        ApiServer.builder(Lighthouse.DOCUMENT)
            .operations(lighthouse)
            .requestTimeout(requestTimeout)
            .bodyLimitBytes(bodyLimitBytes)
            .workerThreads(1)
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
      wire.send(
          "POST /logbook HTTP/1.1", "Host: x", "Content-Type: text/plain", "Content-Length: 9", "");
      wire.sendText("half");

      String answer = wire.readToEnd();

      assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
      assertTrue(answer.contains("/problems/H018"), answer);
    }
  }

  @Test
  void shouldRefuseBodiesForWhichThereIsNoRoomBesideOthers() throws Exception {
    restart(Duration.ofSeconds(20), 1_000);
    List<Wire> slow = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      slow.add(new Wire(server.port()).send(LOGBOOK).sendText("x".repeat(999)));
    }

    String refused = Awaitility.await().until(this::write, answer -> answer.contains(" 503 "));
    for (Wire wire : slow) {
      wire.close();
    }
    String taken = Awaitility.await().until(this::write, answer -> answer.contains(" 200 "));

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

  private String write() throws IOException {
    try (Wire wire = new Wire(server.port())) {
      return wire.send(LOGBOOK).sendText("x".repeat(1_000)).readToEnd();
    }
  }

  @Test
  void shouldAnswerWhatRunsWhenItCloses() throws Exception {
    restart(Duration.ofSeconds(20));
    CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> slow(client));
    lighthouse.firstCaller.get(5, TimeUnit.SECONDS);

    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    assertTrue(refused(client));
    lighthouse.ebb.countDown();

    assertEquals("calm again", running.get(5, TimeUnit.SECONDS).text());
    closing.get(3, TimeUnit.SECONDS);
  }

  private static Reply slow(Client client) {
    try {
      return client.get("/storm?kind=slow");
    } catch (Exception e) {
      throw new IllegalStateException("no answer", e);
    }
  }

  /** A server that closes may first turn requests away over connections that are open. */
  private static boolean refused(Client client) throws Exception {
    for (int i = 0; i < 1_000; i++) {
      try (Wire wire = new Wire(client.port())) {
        wire.send("GET /lamps HTTP/1.1", "Host: x", "Connection: close", "");
        wire.readToEnd();
      } catch (SocketException e) {
        // Else it was accepted by the system, and not by the server any more.
        if (e instanceof ConnectException) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void shouldCloseAtOnceIfOnlyIdleConnectionsAreLeft() throws Exception {
    client.get("/lamps");
    try (Wire idle = new Wire(server.port())) {
      idle.send("GET /lamps HTTP/1.1", "Host: x", "").readUntil("limit");

      long began = System.nanoTime();
      server.close();

      assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) < 2_000);
    }
  }

  @Test
  void shouldTurnRequestsAwayWhenTooManyBlock() throws Exception {
    restart(Duration.ofSeconds(20));
    CompletableFuture<?>[] waiting = new CompletableFuture<?>[65];
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = CompletableFuture.supplyAsync(() -> slow(client));
    }
    lighthouse.firstCaller.get(5, TimeUnit.SECONDS);

    Reply refused = awaitRefusal();
    lighthouse.ebb.countDown();

    assertEquals(503, refused.status());
    assertEquals("H016", refused.code());
    assertEquals("1", refused.header("Retry-After"));
    CompletableFuture.allOf(waiting).get(10, TimeUnit.SECONDS);
  }

  private Reply awaitRefusal() {
    return Awaitility.await()
        .until(
            () -> client.json("POST", "/lamps:relight", "", "Idempotency-Key", "k"),
            reply -> reply.status() == 503);
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
