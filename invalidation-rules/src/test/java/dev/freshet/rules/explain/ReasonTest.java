// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.condition.ConditionTrace.Predicate;
import dev.freshet.rules.condition.ConditionTrace.Read;
import dev.freshet.rules.condition.ConditionTrace.Result;
import dev.freshet.rules.source.Location;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {

  @Test
  void shouldShowValuesInOneLine() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1L, null, "x"));
    map.put("b", Map.of());

    assertEquals("12.50", shown(new BigDecimal("12.50")));
    assertEquals("true", shown(true));
    assertEquals("null", shown(null));
    assertEquals("2026-11-20T00:00:00Z", shown(Instant.parse("2026-11-20T00:00:00Z")));
    assertEquals("\"say \\\"hi\\\"\\u000a\\\\\"", shown("say \"hi\"\n\\"));
    assertEquals("{\"a\": [1, null, \"x\"], \"b\": {}}", shown(map));
  }

  @Test
  void shouldShortenTo60CharactersWithoutCuttingOneInHalf() {
    assertEquals("\"" + "x".repeat(58) + "\"", shown("x".repeat(58)));
    assertEquals("\"" + "x".repeat(58) + "…", shown("x".repeat(59)));
    assertEquals("\"" + "x".repeat(57) + "…", shown("x".repeat(57) + "\uD83D\uDE00x"));
    assertEquals("\"x" + "\uD83D\uDE00".repeat(28) + "…", shown("x" + "\uD83D\uDE00".repeat(60)));
    assertEquals(60, shown(Collections.nCopies(90, "x")).length());
    assertEquals(60, shown(Map.of("k", "v".repeat(1_000_000))).length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clientSecret", "Password", "access_token", "cardNumber", "IBAN", "ssn", "cvv2"})
  void shouldMaskFieldsWhoseNamesSayThatTheyAreSecret(String name) {
    assertEquals("***", shown("4111", name));
    assertEquals("***", shown("4111", name, "value"));
    assertEquals("{\"" + name + "\": \"***\"}", shown(Map.of(name, List.of("4111"))));
    assertEquals("null", shown(null, name));
  }

  @Test
  void shouldSayWhatIsMissingInsteadOfTheError() {
    Read gone = new Read("data.gone", List.of("data", "gone"), false, null);
    Read there = new Read("data.n", List.of("data", "n"), true, 0L);

    assertEquals(
        "p could not be decided at f:1:5 (data.gone was not there, data.n = 0)",
        reason("p", "key 'gone' is not present in map.", gone, there).toString());
    assertEquals(
        "p could not be decided at f:1:5 (division by zero; data.gone was not there, data.n = 0)",
        reason("p", "division by zero", gone, there).toString());
    assertEquals(
        "1 / data.n > 0 could not be decided at f:1:5 (division by zero; data.n = 0)",
        reason("1 /\n  data.n > 0", "division by zero", there).toString());
    assertEquals("f() could not be decided at f:1:5 (bad)", reason("f()", "bad").toString());
  }

  @Test
  void shouldShowAnErrorThatQuotesAnEventInOneShortLine() {
    String error = "cannot parse 'multi\nline\u001b[31m" + "x".repeat(1_000);

    String shown = String.valueOf(reason("p", error).error());

    assertTrue(shown.startsWith("cannot parse 'multi line [31mxxx"), shown);
    assertEquals(200, shown.length());
    assertEquals(shown, new Verdict.Failure(new Location("f", 1, 1), error).reason());
  }

  @Test
  void shouldHideAnErrorThatMayQuoteASecret() {
    Reason reason = reason("data.all.exists(a, int(a.token) > 0)", "cannot parse 's3cr3t'");

    assertTrue(reason.isHidden());
    assertEquals(Reason.HIDDEN, reason.error());
  }

  private static Reason reason(String text, String error, Read... reads) {
    Predicate predicate = new Predicate(text, 4, Result.ERROR, error, List.of(reads));
    return Reason.of(predicate, index -> new Location("f", 1, index + 1));
  }

  private static String shown(@Nullable Object value, String... names) {
    String[] path = names.length == 0 ? new String[] {"data", "field"} : names;
    Read read = new Read(String.join(".", path), List.of(path), true, value);
    return Objects.requireNonNull(reason("p", "e", read).fields().get(0).value());
  }
}
