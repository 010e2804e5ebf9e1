// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @Test
  void shouldFillHolesInOrder() {
    Template template = Template.parse("session:{sessionId}:{userId}");

    assertEquals(List.of("sessionId", "userId"), template.holes());
    assertEquals(
        "session:a%3Ab:42", template.expand(Map.of("sessionId", "a:b", "userId", 42)::get));
  }

  @Test
  void shouldNameTheHoleWithoutValue() {
    Template template = Template.parse("user:{userId}");

    var error = assertThrows(IllegalArgumentException.class, () -> template.expand(hole -> null));

    assertEquals(
        "{userId}: found no value, expected a string, an integer, a boolean, a UUID or an enum",
        error.getMessage());
  }

  @Test
  void shouldRefuseFractionsBecauseTheyHaveMoreThanOneSpelling() {
    assertThrows(IllegalArgumentException.class, () -> Template.encode(1.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      quoteCharacter = '"',
      value = {
        "a{b -> 1 -> '{' without '}'",
        "a}b -> 1 -> '}' without '{'",
        "{} -> 1 -> found hole '', expected a name such as userId or data.user.id",
        "{a b} -> 1 -> found hole 'a b', expected a name such as userId or data.user.id",
        "{a}{b} -> 3 -> two holes need a ':' between them",
        "{a}-{b} -> 4 -> two holes need a ':' between them",
        "{a}:{a} -> 4 -> hole 'a' stands twice",
      })
  void shouldSayWhereATemplateIsMalformed(String text, int index, String problem) {
    var error = assertThrows(MalformedTemplateException.class, () -> Template.parse(text));

    assertEquals(index, error.index());
    assertEquals(problem, error.problem());
  }
}
