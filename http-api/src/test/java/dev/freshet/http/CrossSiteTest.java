// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossSiteTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.builder(Lighthouse.DOCUMENT).operations(new Lighthouse()).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String answer(String request, String... headers) throws IOException {
    try (Wire wire = new Wire(server.port())) {
      wire.send(request, "Host: lighthouse:8080", "Connection: close");
      wire.send(headers);
      return wire.send("").readToEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Origin: https://elsewhere.example",
        "Origin: http://lighthouse:3000",
        "Origin: null"
      })
  void shouldRefuseChangesFromPagesOfOtherSites(String header) throws IOException {
    String removal = answer("DELETE /lamps/east HTTP/1.1", header);
    String socket = answer("GET /beam?turns=1 HTTP/1.1", "Upgrade: websocket", header);

    for (String answer : new String[] {removal, socket}) {
      assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
      assertTrue(answer.contains("\"/problems/H025\""), answer);
      assertTrue(answer.contains("header " + header.replace(": ", ": found ")), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Request-Id: no-browser",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Site: none",
        "Origin: http://lighthouse:8080"
      })
  void shouldTakeChangesOfItsOwnPagesAndOfPrograms(String header) throws IOException {
    String answer = answer("DELETE /lamps/east HTTP/1.1", header);

    assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
  }

  @Test
  void shouldBelieveFetchMetadataBeforeTheOrigin() throws IOException {
    String answer =
        answer(
            "DELETE /lamps/east HTTP/1.1",
            "Origin: https://proxy.example",
            "Sec-Fetch-Site: same-origin");

    assertEquals("HTTP/1.1 204 No Content", answer.lines().findFirst().orElse(""));
  }

  @Test
  void shouldLetAnybodyReadAndTakeItForNoPage() throws IOException {
    String answer = answer("GET /lamps HTTP/1.1", "Sec-Fetch-Site: cross-site");

    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(answer.contains("X-Content-Type-Options: nosniff"), answer);
  }
}
