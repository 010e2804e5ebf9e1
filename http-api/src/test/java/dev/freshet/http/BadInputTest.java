// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.http.Client.Reply;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BadInputTest {
  private static final int BODY_LIMIT_BYTES = 10_000;
  private static ApiServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server =
        ApiServer.builder(Lighthouse.DOCUMENT)
            .operations(new Lighthouse())
            .bodyLimitBytes(BODY_LIMIT_BYTES)
            .start();
    client = new Client(server.port());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldSayWhereJsonIsMalformed() throws Exception {
    Reply reply = client.json("POST", "/lamps", "{\"name\":\"east\",\n \"colour\": red}");

    assertEquals(400, reply.status());
    assertEquals("H001", reply.code());
    assertTrue(
        reply.detail().startsWith("body line 2, column 12: Unrecognized token 'red'"),
        reply.detail());
    assertEquals(2, reply.error(0).getInteger("line"));
    assertEquals(12, reply.error(0).getInteger("column"));
  }

  @Test
  void shouldRefuseJsonThatSaysThingsTwiceOrGoesOn() throws Exception {
    Reply twice = client.json("POST", "/lamps", "{\"name\":\"east\",\"name\":\"west\"}");
    Reply goesOn = client.json("POST", "/lamps", "{} {}");

    assertEquals("H001", twice.code());
    assertTrue(twice.detail().endsWith("Duplicate field 'name'"), twice.detail());
    assertEquals("H001", goesOn.code());
  }

  @Test
  void shouldRefuseBytesThatAreNotUtf8() throws Exception {
    Reply reply =
        client.send(
            "POST",
            "/lamps",
            BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'}),
            "Content-Type",
            "application/json");

    assertEquals("H001", reply.code());
    assertTrue(reply.detail().contains("Invalid UTF-8"), reply.detail());
  }

  @Test
  void shouldRefuseJsonThatIsNestedTooDeep() throws Exception {
    Reply reply = client.json("POST", "/lamps", "[".repeat(2000));

    assertEquals("H001", reply.code());
  }

  @Test
  void shouldNameAllThatDoesNotFitWithItsPlace() throws Exception {
    String body =
        """
        {"nam": "east",
         "colour": "gren",
         "power": 120,
         "hours": [1, "two", 3, 4]}
        """;

    Reply reply = client.json("POST", "/lamps", body);

    assertEquals(400, reply.status());
    assertEquals("H002", reply.code());
    assertEquals("/lamps", reply.json().getString("instance"));
    assertEquals(reply.header("X-Request-Id"), reply.json().getString("traceId"));
    assertEquals(
        List.of(
            " 1:1 field `name` is missing null",
            "/colour 2:2 found \"gren\", expected one of red, green, white did you mean `green`?",
            "/power 3:2 found 120, expected at most 100 null",
            "/hours 4:2 found an array of 4, expected at most 3 items null",
            "/hours/1 4:15 found \"two\", expected integer null",
            "/nam 1:2 unknown field `nam` did you mean `name`?"),
        errors(reply));
  }

  @Test
  void shouldNameWhatDoesNotFitInInnerObjects() throws Exception {
    String body =
        """
        {"name": "east", "colour": "red", "site": {"reef": "x"},
         "spare": {"name": "w", "colour": "red", "captain": 1}}
        """;

    Reply reply = client.json("POST", "/lamps", body);

    assertEquals(
        List.of(
            "/spare/name 2:12 found \"w\", expected at least 2 characters null",
            "/spare/captain 2:42 unknown field `captain` known fields: name, colour, power, hours,"
                + " spare, site",
            "/site 1:35 found an object, expected exactly one of {rock}, string null"),
        errors(reply));
  }

  @Test
  void shouldNameTypeOfWholeBody() throws Exception {
    Reply array = client.json("POST", "/lamps", "[1]");
    Reply nothing = client.json("POST", "/lamps", "null");

    assertEquals(List.of(" 1:1 found an array of 1, expected object null"), errors(array));
    assertEquals(List.of(" 1:1 found null, expected object null"), errors(nothing));
  }

  private static List<String> errors(Reply reply) {
    return reply.json().getJsonArray("errors").stream()
        .map(JsonObject.class::cast)
        .map(
            error ->
                "%s %d:%d %s %s"
                    .formatted(
                        error.getString("pointer"),
                        error.getInteger("line"),
                        error.getInteger("column"),
                        error.getString("message"),
                        error.getString("hint")))
        .toList();
  }

  @Test
  void shouldCapTheNumberOfErrors() throws Exception {
    StringBuilder body = new StringBuilder("{\"name\":\"east\",\"colour\":\"red\"");
    for (int i = 0; i < 100; i++) {
      body.append(",\"unknown").append(i).append("\":1");
    }

    Reply reply = client.json("POST", "/lamps", body.append('}').toString());

    assertEquals(20, reply.json().getJsonArray("errors").size());
  }

  @Test
  void shouldRefuseMissingBody() throws Exception {
    Reply reply = client.json("POST", "/lamps", "");

    assertEquals("H004", reply.code());
  }

  @Test
  void shouldNameTheContentTypesItTakes() throws Exception {
    Reply wrong =
        client.send(
            "POST", "/logbook", BodyPublishers.ofString("x"), "Content-Type", "image/png; x=y");
    Reply missing = client.send("POST", "/lamps", BodyPublishers.ofString("{}"));

    assertEquals(415, wrong.status());
    assertEquals("H005", wrong.code());
    assertEquals(
        "header Content-Type: found image/png, expected application/cloudevents+json or"
            + " application/octet-stream or text/*",
        wrong.detail());
    assertEquals("header Content-Type: found none, expected application/json", missing.detail());
  }

  @Test
  void shouldRefuseBodiesThatArePacked() throws Exception {
    String lamp = "{\"name\":\"east\",\"colour\":\"red\"}";
    Reply packed = client.json("POST", "/lamps", lamp, "Content-Encoding", "gzip");
    Reply plain = client.json("POST", "/lamps", lamp, "Content-Encoding", "identity");

    assertEquals("H005", packed.code());
    assertEquals("header Content-Encoding: found gzip, expected none", packed.detail());
    assertEquals(201, plain.status());
  }

  @Test
  void shouldRefuseBodiesOverTheLimit() throws Exception {
    Reply announced = client.json("POST", "/lamps", "x".repeat(BODY_LIMIT_BYTES + 1));
    byte[] bytes = new byte[BODY_LIMIT_BYTES + 1];
    Reply chunked =
        client.send(
            "POST",
            "/logbook",
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
            "Content-Type",
            "application/octet-stream");

    assertEquals(413, announced.status());
    assertEquals("H006", announced.code());
    assertEquals("body: found 10001 bytes, expected at most 10000 bytes", announced.detail());
    assertEquals(413, chunked.status());
    assertEquals("body: found more, expected at most 10000 bytes", chunked.detail());
  }

  @Test
  void shouldTakeBodiesOfExactlyTheLimit() throws Exception {
    Reply reply =
        client.send(
            "POST",
            "/logbook",
            BodyPublishers.ofByteArray(new byte[BODY_LIMIT_BYTES]),
            "Content-Type",
            "application/octet-stream");

    assertEquals("application/octet-stream 10000", reply.text());
  }

  @Test
  void shouldRefuseLongBodyBeforeTheClientSendsIt() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send(
          "POST /logbook HTTP/1.1",
          "Host: x",
          "Content-Type: text/plain",
          "Content-Length: 20000",
          "Expect: 100-continue",
          "");

      String answer = wire.readToEnd(); // The server closes, since the body will never come.

      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertFalse(answer.contains("100 Continue"), answer);
    }
  }

  @Test
  void shouldAskForBodyThatFits() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send(
          "POST /logbook HTTP/1.1",
          "Host: x",
          "Content-Type: text/plain",
          "Content-Length: 3",
          "Expect: 100-continue",
          "");
      String asked = wire.readUntil("\r\n\r\n");
      wire.sendText("fog");

      assertTrue(asked.startsWith("HTTP/1.1 100 "), asked);
      assertTrue(wire.readUntil("text/plain 3").startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void shouldNameAllWrongParameters() throws Exception {
    Reply reply =
        client.get("/lamps?limit=1000&lit=maybe&colour=blue&colr=red", "Keeper", "Bartholomew");

    assertEquals(400, reply.status());
    assertEquals("H003", reply.code());
    assertEquals(
        List.of(
            "query:limit found 1000, expected at most 100",
            "query:lit found \"maybe\", expected boolean",
            "query:colour found \"blue\", expected one of red, green, white",
            "header:Keeper found \"Bartholomew\", expected at most 8 characters",
            "query:colr unknown parameter"),
        reply.json().getJsonArray("errors").stream()
            .map(JsonObject.class::cast)
            .map(error -> error.getString("pointer") + " " + error.getString("message"))
            .toList());
    assertEquals("did you mean `colour`?", reply.error(4).getString("hint"));
    assertNull(reply.error(0).getInteger("line"));
  }

  @Test
  void shouldRefuseParametersThatAreMissingOrGivenTwice() throws Exception {
    assertEquals("query:turns: found none, expected one", client.get("/beam").detail());
    assertEquals(
        "query:limit: found 2 values, expected one", client.get("/lamps?limit=1&limit=2").detail());
    assertEquals(
        "query:colour: found \"red,green\", expected one of red, green, white",
        client.get("/lamps?colour=red,green").detail());
    assertEquals(
        "path:hour: found 24, expected at most 23", client.get("/lamps/north/log/1:24").detail());
    assertEquals(
        "path:name: found \"NORTH\", expected text that matches ^[a-z][a-z0-9-]*$",
        client.get("/lamps/NORTH").detail());
  }

  @Test
  void shouldNameNearestPath() throws Exception {
    Reply near = client.get("/lmps");
    Reply far = client.get("/what/is/this");

    assertEquals(404, near.status());
    assertEquals("H007", near.code());
    assertEquals("path: found none like it, nearest /lamps", near.detail());
    assertEquals("path: found none like it", far.detail());
  }

  @Test
  void shouldNameMethodsOfThePath() throws Exception {
    Reply reply = client.send("PATCH", "/lamps/north", BodyPublishers.noBody());

    assertEquals(405, reply.status());
    assertEquals("H008", reply.code());
    assertEquals("DELETE, GET, HEAD, OPTIONS, PUT", reply.header("Allow"));
  }

  @Test
  void shouldRefuseClientsThatAcceptNoAnswer() throws Exception {
    Reply refused = client.get("/lamps", "Accept", "text/csv, application/json;q=0");

    assertEquals(406, refused.status());
    assertEquals("H009", refused.code());
    assertEquals(200, client.get("/lamps", "Accept", "text/csv, application/*;q=0.1").status());
    assertEquals(200, client.get("/lamps", "Accept", "*/*").status());
  }

  @Test
  void shouldRefuseWhatIsNotEncoded() throws Exception {
    try (Wire wire = new Wire(server.port())) {
      wire.send("GET /lamps/%2 HTTP/1.1", "Host: x", "Connection: close", "");

      String answer = wire.readToEnd();

      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("/problems/H022"), answer);
    }
  }

  @Test
  void shouldRefuseHeadsThatAreNotHttpOrTooLong() throws Exception {
    try (Wire nonsense = new Wire(server.port());
        Wire longLine = new Wire(server.port());
        Wire longHeader = new Wire(server.port())) {
      nonsense.send("GET /lamps LAMP/one", "Host: x", "");
      longLine.send("GET /lamps?limit=" + "1".repeat(9000) + " HTTP/1.1", "Host: x", "");
      longHeader.send("GET /lamps HTTP/1.1", "Host: x", "Keeper: " + "x".repeat(9000), "");

      assertTrue(nonsense.readToEnd().contains("/problems/H022"));
      assertTrue(longLine.readToEnd().contains("/problems/H023"));
      assertTrue(longHeader.readToEnd().contains("/problems/H024"));
    }
  }

  @Test
  void shouldKeepOurFailuresToTheLog() throws Exception {
    for (String kind : List.of("thrown", "failed")) {
      Reply reply = client.get("/storm?kind=" + kind, "X-Request-Id", "storm-1");

      assertEquals(500, reply.status());
      assertEquals("H019", reply.code());
      assertEquals("storm-1", reply.json().getString("traceId"));
      assertFalse(reply.text().contains("secret"), reply.text());
      assertFalse(reply.text().contains("Exception"), reply.text());
    }
  }

  @Test
  void shouldAnswerProblemsOfHandlersWithTheirHeaders() throws Exception {
    Reply reply = client.get("/storm?kind=problem");

    assertEquals(503, reply.status());
    assertEquals("2", reply.header("Retry-After"));
    assertEquals("lamp: out of oil", reply.detail());
  }

  @Test
  void shouldHoldChangesAgainstEntityTags() throws Exception {
    String lamp = "{\"name\":\"east\",\"colour\":\"red\"}";

    Reply missing = client.json("PUT", "/lamps/east", lamp);
    Reply changed = client.json("PUT", "/lamps/east", lamp, "If-Match", "\"6\"");
    Reply weak = client.json("PUT", "/lamps/east", lamp, "If-Match", "W/\"7\"");

    assertEquals("H014", missing.code());
    assertEquals(428, missing.status());
    assertEquals("H013", changed.code());
    assertEquals(412, changed.status());
    assertEquals("\"7\"", changed.header("ETag"));
    assertEquals(412, weak.status());
    assertEquals(200, client.json("PUT", "/lamps/east", lamp, "If-Match", "\"6\", \"7\"").status());
    assertEquals(200, client.json("PUT", "/lamps/east", lamp, "If-Match", "*").status());
    assertEquals(412, client.json("PUT", "/lamps/east", lamp, "If-None-Match", "*").status());
  }

  @Test
  void shouldNotSendWhatTheClientHas() throws Exception {
    Reply same = client.get("/lamps/east", "If-None-Match", "\"1\", W/\"7\"");
    Reply other = client.get("/lamps/east", "If-None-Match", "\"1\"");

    assertEquals(304, same.status());
    assertEquals("\"7\"", same.header("ETag"));
    assertEquals("", same.text());
    assertEquals(200, other.status());
  }
}
