// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Target;
import dev.freshet.worker.http.Api.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many entries in one request; each test has keys of its own. */
class NodeHttpBatchTest {
  private static final TwoNodes NODES = new TwoNodes();

  private final Api api = NODES.api();
  private final Api other = NODES.other();
  private final String key = NODES.newKey();
  private final String path = "/api/v1/cache/" + key;

  @AfterAll
  static void close() {
    NODES.close();
  }

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
    NODES.apply(new Target.Key(key + "1")).join();

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
    NODES.apply(new Target.Tag("own,tag")).join();
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

  @Test
  void shouldRefuseMoreThanItMayBeAskedAtOnce() {
    String many = "\"item:1\",".repeat(50) + "\"item:1\"";

    assertEquals("H002", api.post("/api/v1/cache:get", "{\"keys\": [" + many + "]}").code());
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
