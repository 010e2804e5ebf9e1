// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.EntryKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "users",
        "http://evil/users",
        "/..",
        "/a/../b",
        "/a/.",
        "/%2e%2E/b",
        "/a%2f..%2fb",
        "/a\\b",
        "/a%5c..",
        "//evil/users",
        "/a b",
        "/a#b",
        "/a%2",
        "/a\r\nHost: evil",
        "/é",
        "/{userId}"
      })
  void shouldRefuseWhatIsNoPathBelowTheEndpoint(String path) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Paths.check(path));

    assertTrue(String.valueOf(refused.getMessage()).startsWith("path: found " + path + ", "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/users/active?days=7&kind=a/../b", "/a..b/...", "/a%20b", "/a%2Fb"})
  void shouldTakeWhatStaysBelow(String path) {
    assertEquals(path, Paths.check(path));
  }

  @Test
  void shouldFillTheHolesOfATemplate() {
    PathTemplate template = PathTemplate.parse("/t/{tenant}/u/{userId}?again={tenant}");

    assertEquals(List.of("tenant", "userId"), template.holes());
    assertEquals(
        "/t/a%2Fb%3F/u/42?again=a%2Fb%3F",
        expandUnchecked(template, Map.of("tenant", "a/b?", "userId", 42)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "users/{id}", "/../{id}", "/{id", "/{a b}"})
  void shouldRefuseATemplateThatIsNone(String template) {
    assertThrows(IllegalArgumentException.class, () -> PathTemplate.parse(template));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void shouldRefuseAValueThatMakesThePathAnother(String value) {
    PathTemplate template = PathTemplate.parse("/users/{id}/profile");

    assertThrows(IllegalArgumentException.class, () -> template.expand(key(Map.of("id", value))));
  }

  private static String expandUnchecked(PathTemplate template, Map<String, Object> params) {
    return template.expand(key(params));
  }

  private static EntryKey key(Map<String, Object> params) {
    return new EntryKey("user", "user:x", params);
  }
}
