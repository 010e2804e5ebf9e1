// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.CodecException;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.worker.LoaderDescription;
import dev.freshet.worker.source.SourceException;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loader before a real server. */
@Timeout(120)
class HttpLoaderTest {
  private final Upstream upstream = new Upstream();
  private final HttpEndpoint endpoint =
      HttpEndpoint.open(
          EndpointSettings.at("profiles", upstream.url("/api"))
              .withConcurrency(4)
              .withTimeout(Duration.ofMinutes(1)));
  private final HttpLoader<byte[]> loader =
      HttpLoader.of(endpoint, "/users/{userId}", Codec.jsonText());

  @AfterEach
  void close() {
    endpoint.close();
    upstream.close();
  }

  @Test
  void shouldLoadWhatIsThere() throws Exception {
    upstream.handler =
        request -> {
          boolean there = !request.uri().endsWith("/8");
          request.response().setStatusCode(there ? 200 : 404).end("\"" + request.uri() + "\"");
        };

    Map<EntryKey, byte[]> values = loader.loadAll(Set.of(user("7"), user(8), user("a/b c")));

    assertEquals(Set.of(user("7"), user("a/b c")), values.keySet());
    assertEquals("\"/api/users/7\"", text(values.get(user("7"))));
    assertEquals("\"/api/users/a%2Fb%20c\"", text(values.get(user("a/b c"))));
  }

  @Test
  void shouldSayWhatItIs() {
    assertEquals(
        new LoaderDescription(LoadingVia.HTTP, "profiles", null, 4, null, 4), loader.description());
  }

  @Test
  void shouldAskForNoMoreAtOnceThanTheEndpointAllows() throws Exception {
    List<HttpServerRequest> waiting = new ArrayList<>();
    upstream.handler =
        request -> {
          waiting.add(request);
          if (waiting.size() == 4) {
            List<HttpServerRequest> all = List.copyOf(waiting);
            waiting.clear();
            // A fifth would come meanwhile.
            upstream.after(5, () -> all.forEach(each -> each.response().end("1")));
          }
        };

    Map<EntryKey, byte[]> values = loader.loadAll(users(40));

    assertEquals(40, values.size());
    assertEquals(4, upstream.mostOpen.get());
  }

  @Test
  void shouldFailWithTheFirstThatFailsAndGiveUpTheOthers() {
    AtomicInteger count = new AtomicInteger();
    upstream.handler =
        request -> {
          if (count.incrementAndGet() == 3) {
            request.response().setStatusCode(500).end("{}");
          } else if (count.get() < 3) {
            request.response().end("{}");
          }
        };

    SourceException failed = assertThrows(SourceException.class, () -> loader.loadAll(users(40)));

    assertEquals(
        "found status 500, expected 200 or 404",
        String.valueOf(failed.getMessage())
            .replaceFirst("endpoint profiles: GET /users/\\d+: ", ""));
    await().until(() -> upstream.open.get() == 0);
  }

  @Test
  void shouldRefuseWhatIsNoValue() {
    upstream.handler = request -> request.response().end("<html>");

    assertThrows(CodecException.class, () -> loader.loadAll(Set.of(user(1))));
  }

  private static Set<EntryKey> users(int count) {
    return IntStream.range(0, count).mapToObj(HttpLoaderTest::user).collect(Collectors.toSet());
  }

  private static EntryKey user(Object id) {
    return new EntryKey("user", "user:" + id, Map.of("userId", id));
  }

  private static String text(byte @Nullable [] value) {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}
