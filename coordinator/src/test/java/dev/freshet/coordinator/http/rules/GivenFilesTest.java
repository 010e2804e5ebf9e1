// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.http.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenFilesTest {
  @Test
  void shouldSayWhereEachFileStandsInTheBody() {
    GivenFiles given = GivenFiles.of(body("a/carts.yaml", "b.yaml"));

    assertEquals(
        Map.of("a/carts.yaml", "/files/0/text", "b.yaml", "/files/1/text"), given.pointers());
    assertEquals("carts", given.sources().get(0).name());
  }

  @Test
  void shouldRefuseTwoFilesOfOnePath() {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> GivenFiles.of(body("a", "b", "a")));

    assertEquals("/files/2/path", refused.problem().errors().get(0).pointer());
    assertEquals(400, refused.problem().status());
  }

  private static JsonObject body(String... paths) {
    JsonArray files = new JsonArray();
    for (String path : paths) {
      files.add(new JsonObject().put("path", path).put("text", "{}"));
    }
    return new JsonObject().put("files", files);
  }
}
