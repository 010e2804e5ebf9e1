// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Target;
import dev.freshet.worker.http.Api.Reply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over a real socket; each test has keys of its own. */
class NodeHttpTest {
  /** A value of a service, in a region that the service reads, too. */
  record Payment(String id, int total) {}

  private static final AtomicInteger KEYS = new AtomicInteger();
  private static final L2Store STORE = L2Store.inMemory(System::nanoTime);
  private static final LocalNode NODE = new LocalNode(STORE);
  private static final LocalNode OTHER = new LocalNode(STORE);
  private static final NodeHttpSettings SETTINGS =
      NodeHttpSettings.DEFAULT.withPort(0).with(new NodeHttpSettings.Limits(10_000, 50));

  static {
    for (LocalNode node : List.of(NODE, OTHER)) {
      node.open(RegionSettings.of("item", "item:{id}").withTags("all:items"), Codec.jsonText());
      node.open(RegionSettings.of("image", "image:{id}"), Codec.bytes());
      node.open(RegionSettings.of("payment", "payment:{id}"), Codec.json(Payment.class));
      node.open(
          RegionSettings.of("absent", "absent:{id}")
              .with(Lifetime.of(Duration.ofMinutes(1)).withAbsentTtl(Duration.ofMinutes(1))),
          Codec.jsonText());
    }
  }

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

  private static final NodeHttp LOADING_HTTP = serve(LOADING);
  private static final NodeHttp HTTP = serve(NODE);
  private static final NodeHttp OTHER_HTTP = serve(OTHER);

  private final Api api = new Api(HTTP.port());
  private final Api other = new Api(OTHER_HTTP.port());
  // Ends in a letter, so that no key is another with something behind it.
  private final String key = "item:" + KEYS.incrementAndGet() + "x";
  private final String path = "/api/v1/cache/" + key;

  private static NodeHttp serve(LocalNode node) {
    return NodeHttp.serve(
        node, SETTINGS, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), System::nanoTime);
  }

  @AfterAll
  static void close() {
    HTTP.close();
    OTHER_HTTP.close();
    LOADING_HTTP.close();
    LOADING.close();
    NODE.close();
    OTHER.close();
  }

  // ---- one entry ----

  @Test
  void shouldCacheWhatAClientLoadsAfterAMissAndShareItThroughL2() {
    Reply miss = api.get(path);
    Reply filled = api.put(path, "{\"v\": 1.10}", "Freshet-Stamp", miss.header("Freshet-Stamp"));
    Reply hit = api.get(path);
    Reply shared = other.get(path);

    assertEquals(404, miss.status());
    assertEquals("N004", miss.code());
    assertEquals(204, filled.status());
    assertEquals("true", filled.header("Freshet-Cached"));
    assertEquals("{\"v\": 1.10}", hit.text());
    assertEquals("l1", hit.header("Freshet-Source"));
    assertEquals("0", hit.header("Age"));
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
    NODE.apply(Target.parse(target.replace("KEY", key))).join();

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

    NODE.apply(new Target.Tag("a")).join();
    assertEquals(200, api.get(path).status());
    NODE.apply(new Target.Tag("a,b")).join();

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
    List<Target> commands = new java.util.concurrent.CopyOnWriteArrayList<>();
    LocalNode node = new LocalNode();
    node.log =
        target -> {
          commands.add(target);
          return node.apply(target);
        };
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http = serve(node)) {
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

    await().until(() -> api.get(path).status() == 404);
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
    try (NodeHttp http = serve(node)) {
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
    try (NodeHttp http = serve(node)) {
      Api slow = new Api(http.port());
      slow.put("/api/v1/cache/item:1", "1");
      node.log =
          target -> {
            sending.countDown();
            awaitForAWhile(back);
            return node.apply(target);
          };

      CompletableFuture<Reply> deleted =
          CompletableFuture.supplyAsync(() -> slow.delete("/api/v1/cache/item:1"));
      assertTrue(sending.await(5, TimeUnit.SECONDS));
      Reply hit = slow.getAsync("/api/v1/cache/item:1").get(5, TimeUnit.SECONDS);
      back.countDown();

      assertEquals("1", hit.text());
      assertEquals(204, deleted.get(5, TimeUnit.SECONDS).status());
    } finally {
      back.countDown();
      node.close();
    }
  }

  private static void awaitForAWhile(CountDownLatch latch) {
    try {
      boolean unused = latch.await(10, TimeUnit.SECONDS);
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
    try (NodeHttp http = serve(node)) {
      Api api = new Api(http.port());
      Reply loaded = api.getAsync("/api/v1/cache/loaded:1").get(5, TimeUnit.SECONDS);
      Reply hit = api.getAsync("/api/v1/cache/loaded:1").get(5, TimeUnit.SECONDS);

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
    assertEquals(
        Map.of("valueBase64", "AAH/"),
        batch("[\"image:" + id + "\"]").getMap().entrySet().stream()
            .filter(field -> field.getKey().startsWith("value"))
            .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
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
    String place = "/api/v1/cache/kept:" + KEYS.incrementAndGet();
    keeping.put(place, "\"old\"");
    await().until(() -> keeping.get(place).status() == 404);

    Reply meanwhile = keeping.get(place);

    assertEquals("\"old\"", meanwhile.text());
    assertEquals("stale", meanwhile.header("Freshet-Source"));
    keeping.delete(place);
    assertEquals("N004", keeping.get(place).code());
  }

  @Test
  void shouldTellRememberedAbsenceFromAMiss() {
    var absent =
        NODE.openRegions().stream()
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
    try (NodeHttp http = serve(node)) {
      Api blind = new Api(http.port());

      assertEquals("", blind.put("/api/v1/cache/item:1", "1").header("Freshet-Closed-Time"));
      assertEquals("", blind.get("/api/v1/cache/item:1").header("Freshet-Closed-Time"));
    } finally {
      node.close();
    }
  }

  // ---- many who miss ----

  @Test
  void shouldLetOneClientLoadAndAskTheOthersToComeBack() {
    Reply first = api.get(path);
    Reply second = api.get(path);

    assertNotEquals("", first.header("Freshet-Stamp"));
    assertEquals("N005", second.code());
    assertEquals("", second.header("Freshet-Stamp"));
    assertTrue(Integer.parseInt(second.header("Retry-After")) > 0);
  }

  @Test
  void shouldAnswerThoseWhoWaitAsSoonAsTheValueIsThere() {
    String stamp = api.get(path).header("Freshet-Stamp");
    List<CompletableFuture<Reply>> waiting =
        IntStream.range(0, 20).mapToObj(i -> api.getAsync(path + "?wait=10s")).toList();
    api.put(path, "\"loaded\"", "Freshet-Stamp", stamp);

    for (CompletableFuture<Reply> one : waiting) {
      assertEquals("\"loaded\"", one.join().text());
    }
  }

  @Test
  void shouldGiveTheStampToOneOfThoseWhoWaitWhenTheLoadIsOvertaken() {
    String stamp = api.get(path).header("Freshet-Stamp");
    CompletableFuture<Reply> waiting = api.getAsync(path + "?wait=10s");
    NODE.apply(new Target.Key(key)).join();

    api.put(path, "\"old\"", "Freshet-Stamp", stamp);

    Reply next = waiting.join();
    assertEquals("N004", next.code());
    assertNotEquals("", next.header("Freshet-Stamp"));
  }

  @Test
  void shouldWaitNoLongerThanItWasTold() {
    String unused = api.get(path).header("Freshet-Stamp");

    Reply impatient = api.get(path + "?wait=100ms");

    assertEquals("N005", impatient.code());
  }

  @Test
  void shouldWakeThoseWhoWaitWhenTheKeyIsWritten() {
    NodeHttpSettings.Loads patient =
        new NodeHttpSettings.Loads(
            Duration.ofMinutes(1), Duration.ofMinutes(1), 10, Duration.ofSeconds(10), 1);
    try (NodeHttp http =
        NodeHttp.serve(
            NODE,
            SETTINGS.with(patient),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            System::nanoTime)) {
      Api waiting = new Api(http.port());
      String unused = waiting.get(path).header("Freshet-Stamp");
      List<CompletableFuture<Reply>> two =
          List.of(waiting.getAsync(path + "?wait=10s"), waiting.getAsync(path + "?wait=10s"));
      // There is room for one: when the other has been sent away, it waits.
      await().until(() -> two.stream().filter(CompletableFuture::isDone).count() == 1);
      CompletableFuture<Reply> waiter =
          two.stream().filter(each -> !each.isDone()).findFirst().orElseThrow();
      waiting.put(path, "\"written\"");

      assertEquals("\"written\"", waiter.orTimeout(5, TimeUnit.SECONDS).join().text());
    }
  }

  @Test
  void shouldLetNoMoreWaitThanItMay() {
    NodeHttpSettings.Loads one =
        new NodeHttpSettings.Loads(
            Duration.ofMinutes(1), Duration.ofMinutes(1), 10, Duration.ofSeconds(10), 1);
    try (NodeHttp http =
        NodeHttp.serve(
            NODE,
            SETTINGS.with(one),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            System::nanoTime)) {
      Api waiting = new Api(http.port());
      String stamp = waiting.get(path).header("Freshet-Stamp");
      assertEquals("N005", waiting.get(path + "?wait=10ms").code());
      List<CompletableFuture<Reply>> two =
          List.of(waiting.getAsync(path + "?wait=10s"), waiting.getAsync(path + "?wait=10s"));
      await().until(() -> two.stream().filter(CompletableFuture::isDone).count() == 1);
      waiting.put(path, "1", "Freshet-Stamp", stamp);

      assertEquals(
          List.of(200, 404), two.stream().map(each -> each.join().status()).sorted().toList());
    }
  }

  // ---- batches ----

  @Test
  void shouldReadManyEntriesEachWithItsSource() {
    api.put(path, "{\"price\": 1.10, \"big\": 12345678901234567890}");
    other.put(path + "9", "[]");

    JsonArray entries =
        api.post(
                "/api/v1/cache:get",
                "{\"keys\": [\"%s\", {\"key\": \"%s9\", \"region\": \"item\"},".formatted(key, key)
                    + " {\"region\": \"item\", \"params\": {\"id\": \"missing%s\"}}, \"none:1\"]}"
                        .formatted(key))
            .json()
            .getJsonArray("entries");

    assertEquals("l1", entries.getJsonObject(0).getString("source"));
    assertEquals("l2", entries.getJsonObject(1).getString("source"));
    assertEquals(new JsonArray(), entries.getJsonObject(1).getJsonArray("value"));
    assertTrue(entries.getJsonObject(2).getBoolean("missing"));
    assertFalse(entries.getJsonObject(2).getString("stamp").isEmpty());
    assertEquals(
        "/problems/N001", entries.getJsonObject(3).getJsonObject("problem").getString("type"));
  }

  @Test
  void shouldKeepValuesOfABatchToTheDigit() {
    String value = "{\"price\":1.10,\"big\":12345678901234567890,\"e\":1E+2}";

    Reply put =
        api.post(
            "/api/v1/cache:put",
            "{\"entries\": [{\"key\": \"%s\", \"value\": %s}]}".formatted(key, value));

    assertEquals(true, put.json().getJsonArray("entries").getJsonObject(0).getBoolean("cached"));
    assertEquals(value, api.get(path).text());
    assertTrue(
        api.post("/api/v1/cache:get", "{\"keys\": [\"" + key + "\"]}").text().contains(value));
  }

  @Test
  void shouldWriteManyEntriesEachByItsOwnStampTagsAndTtl() {
    String fresh = batch("[\"" + key + "\"]").getString("stamp");
    String overtaken = batch("[\"" + key + "1\"]").getString("stamp");
    NODE.apply(new Target.Key(key + "1")).join();

    JsonArray entries =
        api.post(
                "/api/v1/cache:put",
                """
                {"entries": [
                  {"key": "%1$s", "value": 1, "stamp": "%2$s", "tags": ["own,tag"], "ttl": "1h"},
                  {"key": "%1$s1", "value": 1, "stamp": "%3$s"},
                  {"key": "%1$s2", "valueBase64": "MQ=="},
                  {"key": "%1$s3", "value": 1, "valueBase64": "MQ=="},
                  {"key": "%1$s4"},
                  {"value": 1}]}
                """
                    .formatted(key, fresh, overtaken))
            .json()
            .getJsonArray("entries");

    assertEquals(true, entries.getJsonObject(0).getBoolean("cached"));
    assertEquals("N007", problem(entries, 1));
    assertEquals(true, entries.getJsonObject(2).getBoolean("cached"));
    assertEquals("N010", problem(entries, 3));
    assertEquals("N010", problem(entries, 4));
    assertEquals("H002", problem(entries, 5));
    NODE.apply(new Target.Tag("own,tag")).join();
    assertEquals(404, api.get(path).status());
    assertEquals("1", api.get(path + "2").text());
  }

  @Test
  void shouldGiveNoStampsToWhoDoesNotLoad() {
    JsonObject entry =
        api.post("/api/v1/cache:get", "{\"keys\": [\"" + key + "\"], \"stamps\": false}")
            .json()
            .getJsonArray("entries")
            .getJsonObject(0);

    assertEquals(JsonObject.of("key", key, "region", "item", "missing", true), entry);
    assertNotEquals("", api.get(path).header("Freshet-Stamp"));
  }

  // ---- bad input ----

  @Test
  void shouldRefuseWhatIsTooMuch() {
    String many = "\"item:1\",".repeat(50) + "\"item:1\"";

    assertEquals("H006", api.put(path, "\"" + "x".repeat(10_000) + "\"").code());
    assertEquals("H002", api.post("/api/v1/cache:get", "{\"keys\": [" + many + "]}").code());
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
    assertEquals(code, raw(place));
  }

  private String raw(String place) {
    try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), HTTP.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/cache/" + place + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                  .getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      int code = answer.indexOf("/problems/");
      return code < 0 ? answer : answer.substring(code + 10, code + 14);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  // ---- health ----

  @Test
  void shouldBeReadyWhileItHasReadTheLogAndHearsOfInvalidations() {
    LocalNode node = new LocalNode();
    node.open(RegionSettings.of("item", "item:{id}"), Codec.jsonText());
    try (NodeHttp http =
        NodeHttp.serve(
            node,
            SETTINGS.withManagementPort(0),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            System::nanoTime)) {
      Api probe = new Api(http.managementPort().orElseThrow());
      assertEquals(200, probe.get("/readyz").status());
      assertEquals(200, probe.get("/metrics").status());

      node.ready = false;
      assertEquals(503, probe.get("/readyz").status());
      assertEquals(503, probe.get("/startupz").status());
      assertEquals(200, probe.get("/livez").status());

      node.ready = true;
      node.open(
          RegionSettings.of("strict", "strict:{id}")
              .with(new StalenessSettings(Duration.ofSeconds(5), OnBlind.BYPASS)),
          Codec.jsonText());
      Reply blind = probe.get("/readyz/fresh");
      assertEquals(503, blind.status());
      assertEquals("[-]fresh heard nothing for longer than allowed: [strict PT5S]\n", blind.text());
      assertEquals(503, probe.get("/readyz").status());
      assertEquals(200, probe.get("/readyz?exclude=fresh").status());
    } finally {
      node.close();
    }
  }

  @Test
  void shouldLeaveNoPortOpenIfTheOtherIsTaken() {
    NodeHttpSettings taken = SETTINGS.withPort(HTTP.port()).withManagementPort(0);

    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                NodeHttp.serve(
                    NODE,
                    taken,
                    new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                    System::nanoTime));

    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("http port " + HTTP.port()),
        refused.getMessage());
  }

  // ---- the document ----

  @Test
  void shouldServeADocumentThatFitsOpenApi() {
    assertEquals(List.of(), NodeOperations.document().findings());
    assertEquals("3.1.0", api.get("/openapi.json").json().getString("openapi"));
  }

  @Test
  void shouldExplainEachProblem() {
    for (NodeProblem problem : NodeProblem.values()) {
      Reply page = api.get("/problems/" + problem.code());

      assertEquals(200, page.status());
      assertTrue(page.text().contains(problem.title()), page.text());
    }
  }

  @Test
  void shouldSayHowTheRegionsAreDoing() {
    api.put(path, "1");

    JsonArray regions = api.get("/api/v1/cache").json().getJsonArray("regions");

    JsonObject items = regions.getJsonObject(0);
    assertEquals("item", items.getString("name"));
    assertEquals("item:{id}", items.getString("key"));
    assertEquals("application/json", items.getString("mediaType"));
    assertTrue(items.getInteger("entries") > 0);
  }

  private JsonObject batch(String keys) {
    return api.post("/api/v1/cache:get", "{\"keys\": " + keys + "}")
        .json()
        .getJsonArray("entries")
        .getJsonObject(0);
  }

  private static String problem(JsonArray entries, int index) {
    String type = entries.getJsonObject(index).getJsonObject("problem").getString("type");
    return type.substring(type.lastIndexOf('/') + 1);
  }
}
