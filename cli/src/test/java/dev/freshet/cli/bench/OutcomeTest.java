// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cache.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as good, and how it is published. */
class OutcomeTest {
  private static final Profile STEADY = Profiles.named("steady").orElseThrow();
  private static final Load LOAD = new Load(1, Duration.ofSeconds(1), 2, 200, Duration.ofMillis(5));
  private static final long MS = 1_000_000;

  private final Tally tally = new Tally();

  private Outcome outcome(long notApplied) {
    var unused = tally.sample();
    Outcome.Asked asked = new Outcome.Asked(2, 4);
    return Outcome.of(STEADY, LOAD, asked, tally, notApplied, List.of(50.0, 100.0));
  }

  private void all() {
    for (int i = 1; i <= 2; i++) {
      tally.published();
      tally.applied(i * MS);
    }
    tally.read(Answer.Source.L1, MS);
    tally.read(Answer.Source.L1, MS);
    tally.read(Answer.Source.L2, 2 * MS);
    tally.loaded();
    tally.read(Answer.Source.LOADER, 6 * MS);
  }

  private static String value(Outcome outcome, String key) {
    return outcome.figures().stream()
        .filter(figure -> figure.key().equals(key))
        .map(figure -> figure.value().toPlainString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldBeGoodIfAllWasDone() {
    all();

    Outcome outcome = outcome(0);

    assertEquals(List.of(), outcome.problems());
    assertEquals("75.00", value(outcome, "hitPercent"));
    assertEquals("50.00", value(outcome, "l1Percent"));
    assertEquals("1", value(outcome, "loads"));
    assertEquals(1.0, Double.parseDouble(value(outcome, "appliedP50Ms")), 0.01);
    assertEquals(2.0, Double.parseDouble(value(outcome, "appliedMaxMs")), 0.01);
    assertEquals(6.0, Double.parseDouble(value(outcome, "readMaxMs")), 0.01);
    assertEquals("100.00", value(outcome, "lastHitPercent"));
  }

  @Test
  void shouldClaimNoMoreNinesThanThereAreTimesFor() {
    for (int i = 0; i < 999; i++) {
      tally.read(Answer.Source.L1, MS);
    }
    for (int i = 0; i < 99; i++) {
      tally.applied(MS);
    }

    List<String> keys = outcome(0).figures().stream().map(Outcome.Figure::key).toList();

    assertTrue(keys.containsAll(List.of("readP99Ms", "appliedP50Ms")), keys::toString);
    assertFalse(keys.contains("readP999Ms") || keys.contains("appliedP99Ms"), keys::toString);
  }

  @Test
  void shouldNameTheFirstStaleRead() {
    all();
    tally.stale("node 1 read an old one");
    tally.failed("and then it failed");

    assertEquals(
        List.of("1 stale reads and 1 errors; the first: node 1 read an old one"),
        outcome(0).problems());
  }

  @Test
  void shouldNotTakeTheUndoneForGood() {
    tally.published();
    tally.read(Answer.Source.L2, MS);

    String problems = outcome(1).problems().toString();

    assertTrue(problems.contains("1 events were not applied on all nodes"), problems);
    assertTrue(problems.contains("1 of 2 events were published"), problems);
    assertTrue(problems.contains("1 of 4 reads were answered"), problems);
    assertTrue(problems.contains("no read was answered by L1"), problems);
  }

  @Test
  void shouldSayTheSameInEveryForm() throws Exception {
    all();
    tally.stale("an old one");
    BenchReport report = new BenchReport(Map.of("kafka", "k:9092"), List.of(outcome(0)));

    JsonNode json = new ObjectMapper().readTree(report.json());
    JsonNode figures = new ObjectMapper().readTree(report.figures());

    assertFalse(json.get("good").booleanValue());
    assertEquals("k:9092", json.get("kafka").textValue());
    JsonNode steady = json.get("profiles").get(0);
    assertEquals("steady", steady.get("profile").textValue());
    assertEquals(1, steady.get("staleReads").intValue());
    assertEquals(2.0, steady.get("appliedMaxMs").doubleValue(), 0.01);
    assertEquals(
        "{\"suite\":\"bench\",\"subject\":\"steady\",\"metric\":\"events published\",\"value\":2,"
            + "\"unit\":\"\",\"reference\":null,\"ratio\":null,\"repeats\":1,\"min\":2,\"max\":2}",
        figures.get(0).toString());
    assertTrue(report.markdown().contains("| stale reads | 1 |"), report.markdown());
    assertTrue(report.markdown().contains("- **1 stale reads"), report.markdown());
    assertTrue(report.text().contains("FAILED: see [-] above"), () -> "" + report.text());
  }
}
