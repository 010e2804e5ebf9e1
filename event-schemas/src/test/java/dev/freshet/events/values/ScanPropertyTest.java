// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class ScanPropertyTest {

  /** Short texts over few characters: many fit, and stars have more than one way to. */
  @Property(tries = 20_000)
  void shouldMatchAsARegularExpressionDoes(
      @ForAll @Chars({'a', 'b', ':', '*'}) @StringLength(min = 1, max = 8) String pattern,
      @ForAll @Chars({'a', 'b', ':'}) @StringLength(max = 12) String key) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));

    assertEquals(key.matches(regex), new Target.Scan(pattern).matches(key));
  }

  @Example
  void shouldRefusePatternsWithoutAnEnd() {
    String longest = "x".repeat(Target.Scan.MAX_LENGTH);

    assertEquals(longest, new Target.Scan(longest).pattern());
    assertThrows(IllegalArgumentException.class, () -> new Target.Scan(longest + "x"));
    assertThrows(IllegalArgumentException.class, () -> new Target.Scan(""));
  }

  @Example
  void shouldEndSoonOnThePatternThatTriesMost() {
    Target.Scan scan = new Target.Scan("*a".repeat(400) + "*b");

    // Within a second, where ways to fit are counted one by one not in a lifetime.
    assertTimeout(Duration.ofMinutes(1), () -> assertFalse(scan.matches("a".repeat(100_000))));
  }
}
