// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.http.Client.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IdempotentOperationTest {
  private static final String LAMP = "{\"name\":\"east\",\"colour\":\"red\"}";
  private static Lighthouse lighthouse;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    lighthouse = new Lighthouse();
    server = ApiServer.builder(Lighthouse.DOCUMENT).operations(lighthouse).start();
    client = new Client(server.port());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldReplayAnswerWithoutDoingItAgain() throws Exception {
    Reply first = client.json("POST", "/lamps", LAMP, "Idempotency-Key", "add-1");
    Reply again = client.json("POST", "/lamps", LAMP, "Idempotency-Key", "\"add-1\"");
    Reply without = client.json("POST", "/lamps", LAMP);

    assertEquals(201, again.status());
    assertEquals(first.json(), again.json());
    assertEquals("/lamps/east", again.header("Location"));
    assertEquals("", first.header("Idempotency-Replayed"));
    assertEquals("true", again.header("Idempotency-Replayed"));
    assertNotEquals(first.header("X-Request-Id"), again.header("X-Request-Id"));
    assertNotEquals(first.json().getInteger("number"), without.json().getInteger("number"));
  }

  @Test
  void shouldRefuseKeyForAnotherBody() throws Exception {
    client.json("POST", "/lamps", LAMP, "Idempotency-Key", "add-2");

    Reply reply =
        client.json("POST", "/lamps", LAMP.replace("red", "white"), "Idempotency-Key", "add-2");

    assertEquals(422, reply.status());
    assertEquals("H012", reply.code());
  }

  @Test
  void shouldRefuseKeyForAnotherEventOrConditionInHeaders() throws Exception {
    Reply first =
        client.json(
            "POST", "/lamps", LAMP, "Idempotency-Key", "add-4", "ce-id", "1", "If-Match", "a");
    Reply retry =
        client.json(
            "POST",
            "/lamps",
            LAMP,
            "Idempotency-Key",
            "add-4",
            "CE-ID",
            "1",
            "If-Match",
            "a",
            "X-Request-Id",
            "another-attempt");
    Reply other =
        client.json(
            "POST", "/lamps", LAMP, "Idempotency-Key", "add-4", "ce-id", "2", "If-Match", "a");
    Reply condition =
        client.json(
            "POST", "/lamps", LAMP, "Idempotency-Key", "add-4", "ce-id", "1", "If-Match", "b");

    assertEquals(201, first.status());
    assertEquals(first.json(), retry.json());
    assertEquals("H012", other.code());
    assertEquals("H012", condition.code());
  }

  @Test
  void shouldNotTakeUpKeyForRequestThatDoesNotFit() throws Exception {
    Reply wrong = client.json("POST", "/lamps", "{}", "Idempotency-Key", "add-3");
    Reply right = client.json("POST", "/lamps", LAMP, "Idempotency-Key", "add-3");

    assertEquals("H002", wrong.code());
    assertEquals(201, right.status());
  }

  @Test
  void shouldDemandKeyWhereTheDocumentDoes() throws Exception {
    Reply missing = client.send("POST", "/lamps:relight", BodyPublishers.noBody());
    Reply malformed =
        client.send(
            "POST", "/lamps:relight", BodyPublishers.noBody(), "Idempotency-Key", "two words");

    assertEquals("H010", missing.code());
    assertEquals(400, malformed.status());
    assertEquals("H010", malformed.code());
  }

  @Test
  void shouldRefuseKeyWhileFirstRequestRuns() throws Exception {
    CompletableFuture<Reply> first = CompletableFuture.supplyAsync(IdempotentOperationTest::jam);

    lighthouse.firstCaller.get(30, TimeUnit.SECONDS);
    Reply second = jam();
    lighthouse.jammed.complete(Answer.text(200, "free"));

    assertEquals(409, second.status());
    assertEquals("H011", second.code());
    assertEquals("free", first.get(30, TimeUnit.SECONDS).text());
  }

  private static Reply jam() {
    try {
      return client.send("POST", "/jam", BodyPublishers.noBody(), "Idempotency-Key", "jam-1");
    } catch (Exception e) {
      throw new IllegalStateException("no answer", e);
    }
  }
}
