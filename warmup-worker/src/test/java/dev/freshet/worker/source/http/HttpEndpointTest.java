// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.SourceException;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint before a real server. */
@Timeout(120)
class HttpEndpointTest {
  private static final Upstream UPSTREAM = new Upstream();
  private static final EndpointSettings SETTINGS =
      EndpointSettings.at("profiles", UPSTREAM.url("/api/v2/"))
          .withHeaders(Map.of("Authorization", "Bearer s3cret"))
          .withMaxBytes(100_000);
  private static final HttpEndpoint ENDPOINT = HttpEndpoint.open(SETTINGS);

  private final List<Map<String, ?>> rows = new ArrayList<>();

  @AfterAll
  static void close() {
    ENDPOINT.close();
    UPSTREAM.close();
  }

  @Test
  void shouldListKeysBelowTheEndpoint() throws Exception {
    UPSTREAM.requests.clear();
    UPSTREAM.handler =
        request ->
            request
                .response()
                .end(
                    "Bearer s3cret".equals(request.getHeader("Authorization"))
                        ? "[{'x': [{}], 'userId': 42, 'tenant': 'a'}, {'tenant': 'b', 'userId': null},"
                                .replace('\'', '"')
                            + " 7, null, [1], {\"userId\": true, \"tenant\": 1.50}, {\"userId\":"
                            + " 1}]"
                        : "");

    long beyond = read("/users/active?days=7", 6, "tenant", "userId");

    assertEquals(List.of("GET /api/v2/users/active?days=7"), UPSTREAM.requests);
    assertEquals(
        List.of(
            Map.of("tenant", "a", "userId", 42),
            Map.of("tenant", "b"),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of("userId", true, "tenant", "1.50")),
        rows);
    assertEquals(1, beyond);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"userId": 1} | found no JSON list, expected one of objects
          <html> | found no JSON, or a part of it, expected a list of objects
          [{"userId": 1}, {"us | found no JSON, or a part of it, expected a list of objects
          [{"id": 1}, {"id": 2}] | found no fields in 2 objects, expected [userId]
          '' | found no JSON list, expected one of objects
          """)
  void shouldSayWhatIsWrongWithTheBody(String body, String problem) {
    UPSTREAM.handler = request -> request.response().end(body);

    assertEquals("endpoint profiles: GET /users: " + problem, refusal("/users"));
  }

  @Test
  void shouldTakeAnEmptyList() throws Exception {
    UPSTREAM.handler = request -> request.response().end("[]");

    assertEquals(0, read("/users", 10, "userId"));
    assertEquals(List.of(), rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 204, 302})
  void shouldRefuseAnotherStatusAndFollowNoRedirect(int status) {
    UPSTREAM.requests.clear();
    UPSTREAM.handler =
        request ->
            request
                .response()
                .setStatusCode(status)
                .putHeader("Location", UPSTREAM.url("/elsewhere").toString())
                .end();

    assertEquals(
        "endpoint profiles: GET /users: found status " + status + ", expected 200",
        refusal("/users"));
    assertEquals(List.of("GET /api/v2/users"), UPSTREAM.requests);
  }

  @Test
  void shouldRefuseABodyThatIsTooLongBeforeItIsRead() {
    UPSTREAM.handler =
        request ->
            request.response().putHeader("Content-Length", "100001").write(Buffer.buffer("["));

    assertEquals("endpoint profiles: GET /users: found more than 100000 bytes", refusal("/users"));
    await().until(() -> UPSTREAM.open.get() == 0);
  }

  @Test
  void shouldRefuseABodyThatTurnsOutToBeTooLong() {
    Buffer chunk = Buffer.buffer(" ".repeat(60_000));
    UPSTREAM.handler =
        request -> {
          request.response().setChunked(true).write(chunk);
          request.response().write(chunk);
        };

    assertEquals("endpoint profiles: GET /users: found more than 100000 bytes", refusal("/users"));
    await().until(() -> UPSTREAM.open.get() == 0);
  }

  @Test
  void shouldCountRowsBeyondAsFarAsItMust() throws Exception {
    String body =
        IntStream.range(0, 110_000).mapToObj(i -> "{}").collect(Collectors.joining(",", "[", "]"));
    UPSTREAM.handler = request -> request.response().end(body);
    try (HttpEndpoint large = HttpEndpoint.open(SETTINGS.withMaxBytes(1 << 20))) {
      long beyond = large.rows("/users").read(List.of(), 10, rows::add);

      assertEquals(10, rows.size());
      assertEquals(KeyRows.MOST_COUNTED, beyond);
    }
  }

  /** On a server of its own: the request may come there after its time is up. */
  @Test
  void shouldGiveUpAServerThatHangs() {
    try (Upstream hung = new Upstream();
        HttpEndpoint hasty =
            HttpEndpoint.open(
                EndpointSettings.at("profiles", hung.url("/"))
                    .withTimeout(Duration.ofMillis(200)))) {
      hung.handler = request -> request.response().setChunked(true).write("[{\"userId\": 1}");
      SourceException late =
          assertThrows(
              SourceException.class,
              () -> hasty.rows("/users").read(List.of("userId"), 10, rows::add));

      assertEquals("endpoint profiles: GET /users: no answer within PT0.2S", late.getMessage());
      await().until(() -> hung.open.get() == 0);
      assertEquals(List.of(), rows);
    }
  }

  @Test
  void shouldResetTheRequestOfACallerWhoIsInterrupted() throws Exception {
    UPSTREAM.handler = request -> {};
    FutureTask<Long> reading = new FutureTask<>(() -> read("/users", 10, "userId"));
    Thread reader = new Thread(reading);
    reader.start();
    await().until(() -> UPSTREAM.open.get() == 1);

    reader.interrupt();

    ExecutionException ended =
        assertThrows(ExecutionException.class, () -> reading.get(1, TimeUnit.MINUTES));
    assertTrue(ended.getCause() instanceof InterruptedException);
    await().until(() -> UPSTREAM.open.get() == 0);
  }

  @Test
  void shouldSayThatNobodyIsThere() {
    try (HttpEndpoint nowhere =
        HttpEndpoint.open(EndpointSettings.at("gone", URI.create("http://127.0.0.1:1")))) {
      SourceException refused =
          assertThrows(
              SourceException.class,
              () -> nowhere.rows("/users").read(List.of("userId"), 10, rows::add));

      assertTrue(
          String.valueOf(refused.getMessage())
              .startsWith("endpoint gone: GET /users: no answer: "));
    }
  }

  @Test
  void shouldRefuseAPathThatLeadsAway() {
    SourceException refused = assertThrows(SourceException.class, () -> ENDPOINT.rows("/../admin"));

    assertEquals(
        "endpoint profiles: path: found /../admin, expected one that stays below its endpoint",
        refused.getMessage());
  }

  @Test
  void shouldNotShowHeaders() {
    assertEquals("endpoint profiles with the headers [Authorization]", SETTINGS.toString());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> SETTINGS.withHeaders(Map.of("Authorization", "Bearer s3cret\r\nHost: evil")));
    assertFalse(String.valueOf(refused.getMessage()).contains("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "http:///x",
        "/x",
        "http://u:p@host",
        "http://host?a=b",
        "http://host#a"
      })
  void shouldRefuseAUrlThatIsNoEndpoint(String url) {
    assertThrows(IllegalArgumentException.class, () -> EndpointSettings.at("x", URI.create(url)));
  }

  private long read(String path, long maxRows, String... columns) throws Exception {
    return ENDPOINT.rows(path).read(List.of(columns), maxRows, rows::add);
  }

  private String refusal(String path) {
    return String.valueOf(
        assertThrows(SourceException.class, () -> read(path, 10, "userId")).getMessage());
  }
}
