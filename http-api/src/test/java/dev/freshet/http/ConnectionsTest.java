// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  // It looks six times as often, by the clock on the wall.
  private static final Duration QUIET = Duration.ofMillis(600);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Lighthouse lighthouse = new Lighthouse();
  private final AtomicLong nanos = new AtomicLong();

  private ApiServer start(int most, Duration quiet) {
    return ApiServer.builder(Lighthouse.DOCUMENT)
        .operations(lighthouse)
        .meters(meters)
        .connections(new Connections.Limits(most, quiet), nanos::get)
        .start();
  }

  @Test
  void shouldCloseConnectionsThatAreTooManyUntilOthersEnd() throws Exception {
    try (ApiServer server = start(2, Duration.ofSeconds(90))) {
      Wire first = new Wire(server.port());
      ask(first, "/lamps", "limit");
      try (Wire second = new Wire(server.port());
          Wire third = new Wire(server.port())) {
        ask(second, "/lamps", "limit");

        assertEquals("", third.readToEnd());
        assertEquals(1, meters.get("http.server.connections.refused").counter().count());
        first.close();
        await().atMost(PATIENCE).until(() -> takesOneMore(server));
      }
    }
  }

  private static boolean takesOneMore(ApiServer server) {
    try (Wire wire = new Wire(server.port())) {
      ask(wire, "/lamps", "limit");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldCloseConnectionOnWhichNoRequestComesToBeAndNoOther() throws Exception {
    try (ApiServer server = start(10, QUIET);
        Wire waiting =
            new Wire(server.port()).send("GET /storm?kind=slow HTTP/1.1", "Host: x", "");
        Wire slow = new Wire(server.port())) {
      ask(slow, "/lamps", "limit");
      lighthouse.firstCaller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

      slow.sendText("GET /lamps HTTP/1.1\r\nX-Drip: ");
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> isCutLater(slow));
      lighthouse.ebb.countDown();

      assertTrue(waiting.readUntil("calm again").startsWith("HTTP/1.1 200 "));
    }
  }

  /** Sends one more byte of its head, which the system takes until it knows of the end. */
  private boolean isCutLater(Wire wire) {
    nanos.addAndGet(QUIET.toNanos());
    try {
      wire.sendText("x");
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static void ask(Wire wire, String path, String end) throws IOException {
    String unused = wire.send("GET " + path + " HTTP/1.1", "Host: x", "").readUntil(end);
  }
}
