// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractTest {

  @Test
  void shouldPreferPathsWithMoreGiven() {
    Contract contract =
        contract(
            operation("/a/{x}", "hole"),
            operation("/a/b", "literal"),
            operation("/a/{x}:run", "suffix"),
            operation("/{x}/{y}", "holes"));

    assertEquals(found("literal"), idOf(contract.find("GET", "/a/b")));
    assertEquals(found("suffix", "c"), idOf(contract.find("GET", "/a/c:run")));
    assertEquals(found("hole", "c"), idOf(contract.find("GET", "/a/c")));
    assertEquals(found("holes", "b", "c"), idOf(contract.find("GET", "/b/c")));
    assertInstanceOf(PathIndex.Unknown.class, contract.find("GET", "/a/b/c"));
  }

  @Test
  void shouldKeepEncodedSlashesInsideTheirHole() {
    Contract contract = contract(operation("/a/{x}", "hole"));

    assertEquals(found("hole", "b/c d+ü"), idOf(contract.find("GET", "/a/b%2Fc%20d+%C3%BC")));
  }

  @Test
  void shouldTakeOneCharacterOrMoreForAHole() {
    Contract contract = contract(operation("/a/{x}", "hole"), operation("/a/{x}:run", "suffix"));

    assertEquals(found("hole", ":run"), idOf(contract.find("GET", "/a/:run")));
    assertEquals(found("suffix", ":run"), idOf(contract.find("GET", "/a/:run:run")));
    assertEquals(found("hole", "b:ru"), idOf(contract.find("GET", "/a/b:ru")));
    for (String path : List.of("/a", "/a/", "/a//", "/a/b/", "/a/b/:run", "b/a/b", "")) {
      assertInstanceOf(PathIndex.Unknown.class, contract.find("GET", path), path);
    }
  }

  @Test
  void shouldRefuseFaultyDocuments() {
    assertEquals(
        "operation twice: found at GET /a and GET /b, expected one",
        refusal(operation("/a", "twice"), operation("/b", "twice")));
    assertEquals(
        "GET /a/{x}: found path parameters [], expected [x]",
        refusal(
            new JsonObject()
                .put("/a/{x}", get(new JsonObject().put("operationId", "undeclared")))));
    assertEquals(
        "GET /a: found no operationId, expected one",
        refusal(new JsonObject().put("/a", get(new JsonObject()))));
    assertEquals(
        "path /a/{x: found a single brace, expected {name}", refusal(operation("/a/{x", "open")));
    assertEquals(
        "GET /a, parameter q: found $ref #/components/schemas/Q, expected one of"
            + " components/schemas",
        refusal(
            withParameter("q", "query", new JsonObject().put("$ref", "#/components/schemas/Q"))));
    assertEquals(
        "GET /a, parameter c: found in cookie, expected path, query or header",
        refusal(withParameter("c", "cookie", new JsonObject())));
  }

  private static JsonObject withParameter(String name, String in, JsonObject schema) {
    JsonObject parameter = new JsonObject().put("name", name).put("in", in).put("schema", schema);
    JsonObject operation =
        new JsonObject()
            .put("operationId", "one")
            .put("parameters", new JsonArray().add(parameter));
    return new JsonObject().put("/a", get(operation));
  }

  private static String refusal(JsonObject... paths) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> contract(paths)).getMessage());
  }

  private static Contract contract(JsonObject... paths) {
    JsonObject all = new JsonObject();
    List.of(paths).forEach(all::mergeIn);
    return Contract.of(new JsonObject().put("paths", all));
  }

  private static JsonObject operation(String path, String id) {
    JsonArray parameters = new JsonArray();
    if (path.chars().filter(brace -> brace == '{' || brace == '}').count() % 2 == 0) {
      new PathTemplate(path)
          .holes()
          .forEach(
              hole ->
                  parameters.add(
                      new JsonObject().put("name", hole).put("in", "path").put("required", true)));
    }
    return new JsonObject()
        .put(path, get(new JsonObject().put("operationId", id).put("parameters", parameters)));
  }

  private static JsonObject get(JsonObject operation) {
    return new JsonObject().put("get", operation);
  }

  private static Optional<String> found(String id, String... path) {
    return Optional.of(id + " " + List.of(path));
  }

  private static Optional<String> idOf(PathIndex.Match match) {
    return match instanceof PathIndex.Found found
        ? Optional.of(found.operation().id() + " " + found.path())
        : Optional.empty();
  }
}
