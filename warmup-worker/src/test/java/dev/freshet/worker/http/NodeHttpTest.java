// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static dev.freshet.worker.http.TwoNodes.SETTINGS;
import static dev.freshet.worker.http.TwoNodes.serve;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.events.values.Target;
import dev.freshet.worker.http.Api.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads and writes of one entry over a real socket; each test has keys of its own. */
class NodeHttpTest {
  private static final Pattern CODE = Pattern.compile("/problems/(\\w{4})");
  private static final TwoNodes NODES = new TwoNodes();

  private static final LocalNode LOADING = new LocalNode();

  static {
    LOADING.open(
        RegionSettings.of("loaded", "loaded:{id}"),
        Codec.<String>json(String.class),
        key ->
            switch (String.valueOf(key.param("id"))) {
              case "nothing" -> null;
              case "broken" -> throw new IllegalStateException("secret");
              default -> "of " + key.param("id");
            });
    LOADING.open(
        RegionSettings.of("kept", "kept:{id}")
            .with(
                Lifetime.of(Duration.ofMillis(100))
                    .withStaleIfError(Duration.ofMinutes(1), Duration.ZERO)),
        Codec.jsonText());
  }

  private static final NodeHttp LOADING_HTTP = serve(LOADING, SETTINGS);

  private final Api api = NODES.api();
  private final Api other = NODES.other();
  private final String key = NODES.newKey();
  private final String path = "/api/v1/cache/" + key;

  @AfterAll
  static void close() {
    NODES.close();
    LOADING_HTTP.close();
    LOADING.close();
  }

  @Test
  void shouldCacheWhatAClientLoadsAfterAMissAndShareItThroughL2() {
    Reply miss = api.get(path);
    Reply filled = api.put(path, "{\"v\": 1.10}", "Freshet-Stamp", miss.header("Freshet-Stamp"));
    NODES.clock.advance(Duration.ofSeconds(7));
    Reply hit = api.get(path);
    Reply shared = other.get(path);

    assertEquals(404, miss.status());
    assertEquals("N004", miss.code());
    assertEquals(204, filled.status());
    assertEquals("true", filled.header("Freshet-Cached"));
    assertEquals("{\"v\": 1.10}", hit.text());
    assertEquals("l1", hit.header("Freshet-Source"));
    assertEquals("7", hit.header("Age"));
    assertEquals("item", hit.header("Freshet-Region"));
    assertEquals("2026-01-02T03:04:05Z", hit.header("Freshet-Closed-Time"));
    assertEquals("application/json", hit.header("Content-Type"));
    assertEquals("no-store", hit.header("Cache-Control"));
    assertEquals("l2", shared.header("Freshet-Source"));
    assertEquals("{\"v\": 1.10}", shared.text());
  }

  @ParameterizedTest
  @CsvSource({"k|KEY", "t|all:items", "t|own tag", "r|item", "*"})
  void shouldRefuseAValueThatAnInvalidationOvertook(String target) {
    String stamp = api.get(path).header("Freshet-Stamp");
    NODES.apply(Target.parse(target.replace("KEY", key))).join();

    Reply refused = api.put(path + "?tag=other&tag=own%20tag", "\"old\"", "Freshet-Stamp", stamp);

    assertEquals(409, refused.status());
    assertEquals("N007", refused.code());
    assertEquals(
        "key "
            + key
            + ": found an invalidation of the key or of one of its tags since the stamp was given,"
            + " expected none; the value is not cached, load it again with a new stamp",
        refused.detail());
    assertEquals(404, api.get(path).status());
  }

  @Test
  void shouldLeaveTagsAsTheyAre() {
    String stamp = api.get(path).header("Freshet-Stamp");
    api.put(path + "?tag=a%2Cb", "1", "Freshet-Stamp", stamp);

    NODES.apply(new Target.Tag("a")).join();
    assertEquals(200, api.get(path).status());
    NODES.apply(new Target.Tag("a,b")).join();

    assertEquals(404, api.get(path).status());
  }

  @Test
  void shouldTakeTheSameFillAgain() {
    String stamp = api.get(path).header("Freshet-Stamp");

    assertEquals(204, api.put(path, "1", "Freshet-Stamp", stamp).status());
    assertEquals(204, api.put(path, "1", "Freshet-Stamp", stamp).status());
  }

  @Test
  void shouldRefuseStampsOfOtherKeysAndNodes() {
    String stamp = api.get(path).header("Freshet-Stamp");

    assertEquals("N009", api.put(path + "0", "1", "Freshet-Stamp", stamp).code());
    assertEquals("N008", other.put(path, "1", "Freshet-Stamp", stamp).code());
    assertEquals("N008", api.put(path, "1", "Freshet-Stamp", "made up").code());
  }

  @Test
  void shouldDropWhatNodesHaveBeforeAWriteIsCached() {
    List<Target> commands = new CopyOnWriteArrayList<>();
    LocalNode node = new LocalNode();
    node.log =
        target -> {
          commands.add(target);
          return node.apply(target);
        };
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http = serve(node, SETTINGS)) {
      Reply written = new Api(http.port()).put("/api/v1/cache/item:1?ttl=10m", "{}");

      assertEquals(204, written.status());
      assertEquals("true", written.header("Freshet-Cached"));
      assertEquals(List.of(new Target.Key("item:1")), commands);
      assertEquals("{}", new Api(http.port()).get("/api/v1/cache/item:1").text());
    } finally {
      node.close();
    }
  }

  @Test
  void shouldKeepAValueNoLongerThanItsTtl() {
    String stamp = api.get(path).header("Freshet-Stamp");

    api.put(path + "?ttl=200ms", "1", "Freshet-Stamp", stamp);

    assertEquals(200, api.get(path).status());
    NODES.clock.advance(Duration.ofMillis(200));
    assertEquals(404, api.get(path).status());
  }

  @Test
  void shouldInvalidateTheKey() {
    api.put(path, "1");

    Reply deleted = api.delete(path);

    assertEquals(204, deleted.status());
    assertEquals(404, api.get(path).status());
  }

  @Test
  void shouldSayWhenTheCommandLogIsAway() {
    LocalNode node = new LocalNode();
    node.log = target -> CompletableFuture.failedFuture(new IllegalStateException("away"));
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http = serve(node, SETTINGS)) {
      Api cut = new Api(http.port());
      Reply put = cut.put("/api/v1/cache/item:1", "1");
      Reply delete = cut.delete("/api/v1/cache/item:1");

      assertEquals(503, put.status());
      assertEquals("N011", put.code());
      assertEquals("1", put.header("Retry-After"));
      assertEquals("N011", delete.code());
      assertEquals(404, cut.get("/api/v1/cache/item:1").status());
    } finally {
      node.close();
    }
  }

  @Test
  void shouldAnswerReadsWhileTheCommandLogKeepsAnInvalidationWaiting() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    CountDownLatch back = new CountDownLatch(1);
    LocalNode node = new LocalNode();
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http = serve(node, SETTINGS)) {
      Api slow = new Api(http.port());
      slow.put("/api/v1/cache/item:1", "1");
      node.log =
          target -> {
            sending.countDown();
            awaitForAWhile(back);
            return node.apply(target);
          };

      CompletableFuture<Reply> deleted = slow.deleteAsync("/api/v1/cache/item:1");
      assertTrue(sending.await(30, TimeUnit.SECONDS));
      Reply hit = slow.getAsync("/api/v1/cache/item:1").get(30, TimeUnit.SECONDS);
      back.countDown();

      assertEquals("1", hit.text());
      assertEquals(204, deleted.get(30, TimeUnit.SECONDS).status());
    } finally {
      back.countDown();
      node.close();
    }
  }

  private static void awaitForAWhile(CountDownLatch latch) {
    try {
      boolean unused = latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldAnswerWhateverFailsOnTheWayBack() throws Exception {
    LocalNode node = new LocalNode();
    node.open(
        RegionSettings.of("loaded", "loaded:{id}"),
        Codec.<String>json(String.class),
        key -> "of " + key.param("id"));
    node.broken = true;
    try (NodeHttp http = serve(node, SETTINGS)) {
      Api api = new Api(http.port());
      Reply loaded = api.getAsync("/api/v1/cache/loaded:1").get(30, TimeUnit.SECONDS);
      Reply hit = api.getAsync("/api/v1/cache/loaded:1").get(30, TimeUnit.SECONDS);

      assertEquals("H019", loaded.code());
      assertEquals("H019", hit.code());
      assertFalse(loaded.text().contains("secret"), loaded::text);
    } finally {
      node.close();
    }
  }

  @Test
  void shouldServeEachRegionInTheFormThatTheServiceHasChosen() {
    String id = key.substring("item:".length());
    byte[] bytes = {0, 1, (byte) 0xff};
    api.put("/api/v1/cache/payment:" + id, "{\"id\": \"p\", \"total\": 7, \"unknown\": 1}");
    api.put("/api/v1/cache/image:" + id, bytes, "application/octet-stream");

    assertEquals("{\"id\":\"p\",\"total\":7}", api.get("/api/v1/cache/payment:" + id).text());
    assertEquals(
        "application/octet-stream", api.get("/api/v1/cache/image:" + id).header("Content-Type"));
    JsonObject image =
        api.post("/api/v1/cache:get", "{\"keys\": [\"image:" + id + "\"]}")
            .json()
            .getJsonArray("entries")
            .getJsonObject(0);
    assertEquals("AAH/", image.getString("valueBase64"));
    assertFalse(image.containsKey("value"));
  }

  @Test
  void shouldLoadThroughTheServiceWhereItCan() {
    Api loading = new Api(LOADING_HTTP.port());

    Reply loaded = loading.get("/api/v1/cache/loaded:1");
    Reply hit = loading.get("/api/v1/cache/loaded:1");
    Reply absent = loading.get("/api/v1/cache/loaded:nothing");
    Reply failed = loading.get("/api/v1/cache/loaded:broken");

    assertEquals("\"of 1\"", loaded.text());
    assertEquals("loader", loaded.header("Freshet-Source"));
    assertEquals("l1", hit.header("Freshet-Source"));
    assertEquals("N006", absent.code());
    assertEquals("loader", absent.header("Freshet-Source"));
    assertEquals(502, failed.status());
    assertEquals("N012", failed.code());
    assertFalse(failed.text().contains("secret"), failed.text());
  }

  @Test
  void shouldServeAnExpiredValueWhileItIsLoaded() {
    Api keeping = new Api(LOADING_HTTP.port());
    String place = "/api/v1/cache/kept:1";
    keeping.put(place, "\"old\"");
    LOADING.clock.advance(Duration.ofMillis(100));
    assertEquals(404, keeping.get(place).status());

    Reply meanwhile = keeping.get(place);

    assertEquals("\"old\"", meanwhile.text());
    assertEquals("stale", meanwhile.header("Freshet-Source"));
    keeping.delete(place);
    assertEquals("N004", keeping.get(place).code());
  }

  @Test
  void shouldTellRememberedAbsenceFromAMiss() {
    var absent =
        NODES.first.openRegions().stream()
            .filter(region -> region.settings().name().equals("absent"))
            .findFirst()
            .orElseThrow();
    absent.get(Map.of("id", key), unused -> null);

    Reply reply = api.get("/api/v1/cache/absent:" + key.replace(":", "%253A"));

    assertEquals("N006", reply.code());
    assertEquals("l1", reply.header("Freshet-Source"));
    assertEquals("", reply.header("Freshet-Stamp"));
  }

  @Test
  void shouldLeaveOutAClosedTimeThatIsNotKnown() {
    LocalNode node = new LocalNode();
    node.closed = Optional.empty();
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http = serve(node, SETTINGS)) {
      Api blind = new Api(http.port());

      assertEquals("", blind.put("/api/v1/cache/item:1", "1").header("Freshet-Closed-Time"));
      assertEquals("", blind.get("/api/v1/cache/item:1").header("Freshet-Closed-Time"));
    } finally {
      node.close();
    }
  }

  // ---- bad input ----

  /** Said before it is sent: who sent it might not hear why the connection ends. */
  @Test
  void shouldRefuseAValueThatIsTooLong() {
    assertEquals(
        "H006",
        raw(
            "PUT " + path + " HTTP/1.1",
            "Content-Type: application/json",
            "Content-Length: 10001"));
  }

  @Test
  void shouldNameTheFormThatARegionTakes() {
    Reply wrong = api.put(path, "x".getBytes(UTF_8), "application/x-www-form-urlencoded");

    assertEquals("H005", wrong.code());
    assertEquals(
        "header Content-Type: found application/x-www-form-urlencoded, expected application/json,"
            + " which is the form of values in region item",
        wrong.detail());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "item:1 {\"v\": N010",
        "item:1?ttl=soon 1 H003",
        "item:1?ttl=0s 1 H003",
        "item:1?tll=1s 1 H003",
        "none:1 1 N001",
        "item:1?region=image 1 N001",
        "item:1?region=unopened 1 N003",
        "payment:1 [7] N010",
      })
  void shouldRefuseABadWriteByName(String place, String body, String code) {
    Reply refused = api.put("/api/v1/cache/" + place, body);

    assertEquals(code, refused.code(), refused.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "item:1?wait=long H003",
        "item:1?wiat=1s H003",
        "none:1 N001",
        "item:1?region=none N001",
        "item:%zz H022",
      })
  void shouldRefuseABadReadByName(String place, String code) {
    assertEquals(code, raw("GET /api/v1/cache/" + place + " HTTP/1.1"));
  }

  /** The code of the problem that these lines of a request are answered with. */
  private static String raw(String... lines) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), NODES.port())) {
      String head = String.join("\r\n", lines) + "\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      StringBuilder answer = new StringBuilder();
      Matcher code = CODE.matcher(answer);
      for (int read = 0; read >= 0 && !code.reset().find(); ) {
        read = socket.getInputStream().read();
        answer.append((char) read);
      }
      return code.reset().find() ? code.group(1) : answer.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
