// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ApiDocumentTest {

  @Test
  void shouldMergeParts() {
    JsonObject json = Lighthouse.DOCUMENT.toJson();

    assertEquals(List.of("lamps", "lenses"), names(json.getJsonArray("tags")));
    assertTrue(json.getJsonObject("paths").containsKey("/logbook"));
    assertTrue(json.getJsonObject("paths").containsKey("/beam"));
    JsonObject schemas = json.getJsonObject("components").getJsonObject("schemas");
    assertTrue(schemas.containsKey("Percent"));
    assertTrue(schemas.containsKey("Lamp"));
  }

  private static List<String> names(JsonArray tags) {
    return tags.stream()
        .map(tag -> ((JsonObject) tag).getString("name"))
        .collect(Collectors.toList());
  }

  @Test
  void shouldFitTheSchemaOfOpenApi() {
    assertEquals(List.of(), Lighthouse.DOCUMENT.findings());
  }

  @Test
  void shouldNameWhatDoesNotFitTheSchemaOfOpenApi() {
    JsonObject json = Lighthouse.DOCUMENT.toJson();
    json.getJsonObject("info").remove("version");

    List<String> findings = ApiDocument.of("openapi", json).findings();

    assertTrue(
        findings.contains("#/info: Instance does not have required property \"version\""),
        findings.toString());
  }

  @Test
  void shouldRefuseWhatTwoPartsGive() {
    assertEquals(
        "resource lamps.yaml: found /paths//lamps/get/operationId, which another part has already",
        refusal("base.yaml", "lamps.yaml", "lamps.yaml"));
  }

  @Test
  void shouldRefuseResourcesThatAreMissing() {
    assertEquals(
        "resource nowhere.yaml: not found beside dev.freshet.http.Lighthouse",
        refusal("base.yaml", "nowhere.yaml"));
  }

  @Test
  void shouldNotLetItsJsonBeChanged() {
    Lighthouse.DOCUMENT.toJson().getJsonObject("paths").clear();

    assertTrue(Lighthouse.DOCUMENT.toJson().getJsonObject("paths").containsKey("/lamps"));
  }

  private static String refusal(String base, String... parts) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> ApiDocument.openApi(Lighthouse.class, base, parts))
            .getMessage());
  }
}
