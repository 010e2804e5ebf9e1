// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.EntryKey;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;

class PathTemplatePropertyTest {
  private static final Set<String> DOTS = Set.of(".", "..");

  @Property
  void shouldKeepEveryValueInItsPlace(
      @ForAll @Chars({'a', '.', '/', '\\', '%', 'ü', ' ', '?'}) String value) {
    PathTemplate template = PathTemplate.parse("/users/{id}/profile");

    String expanded;
    try {
      expanded = template.expand(new EntryKey("user", "user:x", Map.of("id", value)));
    } catch (IllegalArgumentException refused) {
      assertTrue(
          value.isEmpty() || List.of(value.split("[/\\\\]", -1)).stream().anyMatch(DOTS::contains),
          value);
      return;
    }

    URI uri = URI.create("http://host" + expanded);
    String[] segments = uri.getRawPath().split("/", -1);
    assertEquals(4, segments.length);
    assertEquals(value, URLDecoder.decode(segments[2], StandardCharsets.UTF_8));
  }
}
