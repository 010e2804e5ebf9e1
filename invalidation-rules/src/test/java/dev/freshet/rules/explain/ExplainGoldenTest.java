// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.Golden;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.explain.ExplainText.Detail;
import dev.freshet.rules.sample.EventFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a user reads about an event that meets every verdict. With {@code -Dfreshet.golden=write}
 * the texts are written anew, for review.
 */
class ExplainGoldenTest {
  private static final Path FILES = Path.of("src/test/resources/explain");
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  private final Explanation explanation;

  ExplainGoldenTest() throws IOException {
    RuleSource source =
        new RuleSource("shop", "shop.yaml", 3, Files.readString(FILES.resolve("shop.yaml")));
    String event = Files.readString(FILES.resolve("event.json"));
    DomainEvent read = EventFile.read("event.json", event).get(0);
    this.explanation = RuleBook.compile(List.of(source)).orThrow().explain(read, AT);
  }

  @Test
  void shouldGiveALineForEachRule() throws IOException {
    check("short.txt", ExplainText.render(explanation, Detail.SHORT));
  }

  @Test
  void shouldGiveEveryPredicateAndTheOtherRulesIfAsked() throws IOException {
    check("long.txt", ExplainText.render(explanation, new Detail(true, true)));
  }

  @Test
  void shouldGiveTheSameAsJson() throws IOException {
    check("explanation.json", ExplainJson.render(explanation, true) + "\n");
  }

  @Test
  void shouldMeetEveryVerdict() {
    Set<Class<?>> met =
        explanation.rules().stream()
            .map(one -> one.verdict().getClass())
            .collect(Collectors.toSet());

    assertEquals(Set.of(Verdict.class.getPermittedSubclasses()), met);
  }

  @Test
  void shouldShowNoSecret() {
    String all =
        ExplainText.render(explanation, new Detail(true, true))
            + explanation
            + ExplainJson.render(explanation, true);

    assertTrue(all.contains("data.cardNumber = ***"), all);
    for (String secret : List.of("4111", "s3cr3t", "DE0212")) {
      assertFalse(all.contains(secret), secret);
    }
  }

  private static void check(String file, String found) throws IOException {
    Golden.check(FILES.resolve(file), found);
  }
}
