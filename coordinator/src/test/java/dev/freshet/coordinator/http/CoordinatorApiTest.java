// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.rules.source.IssueCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoordinatorApiTest {
  @Test
  void shouldHaveDocumentThatFitsOpenApi() {
    assertEquals(List.of(), CoordinatorApi.document().findings());
  }

  @Test
  void shouldHavePageForEachCode() {
    for (ApiCode code : ApiCode.values()) {
      assertTrue(ApiPages.problem(code.code()).orElseThrow().startsWith(code.code()), code.code());
    }
    for (IssueCode code : IssueCode.values()) {
      assertFalse(ApiPages.problem(code.code()).orElseThrow().isEmpty(), code.code());
    }
    assertTrue(ApiPages.problem("A999").isEmpty());
  }

  @Test
  void shouldUseNoCodeTwice() {
    assertEquals(
        ApiCode.values().length, Stream.of(ApiCode.values()).map(ApiCode::code).distinct().count());
  }
}
