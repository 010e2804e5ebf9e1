// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.Template;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HotReportsTest {
  private static final Duration NOW = Duration.ofHours(5);

  private final HotReports reports = new HotReports();

  @Test
  void shouldRankKeysOfAllReportsTogether() {
    reports.heard("s/a/user", "user", List.of("1", "2", "3"), NOW);
    reports.heard("s/b/user", "user", List.of("2", "4"), NOW);
    reports.heard("s/b/session", "session", List.of("9"), NOW);

    assertEquals(List.of("2", "1", "4", "3"), reports.hottest("user"));
    assertEquals(List.of("2", "4"), reports.hottest("user", "s/b/user"::equals));
    reports.heard("s/b/user", "user", List.of("5"), NOW);
    assertEquals(List.of("1", "5", "2", "3"), reports.hottest("user"));
  }

  @Test
  void shouldFindKeysByWhatStandsInTheirHoles() {
    Template key = Template.parse("session:{id}:{user}");
    reports.heard(
        "s/a", "session", List.of("session:x:1", "session:1:2", "session:y:1", "odd"), NOW);

    assertEquals(
        List.of("session:x:1", "session:y:1"),
        reports.fitting("session", key, Map.of("user", "1")));
    assertEquals(
        List.of("session:y:1"), reports.fitting("session", key, Map.of("user", "1", "id", "y")));
    assertEquals(List.of(), reports.fitting("session", key, Map.of("user", "3")));
    reports.forget("s/a");
    assertEquals(List.of(), reports.fitting("session", key, Map.of("user", "1")));
  }

  @Test
  void shouldForgetWhatIsOldAndWhatIsTooMuch() {
    reports.heard("old", "user", List.of("1"), NOW.minus(HotReports.KEEP).minusSeconds(1));
    reports.heard("new", "user", List.of("2"), NOW);

    assertEquals(List.of("old"), reports.age(NOW));
    assertEquals(List.of("2"), reports.hottest("user"));
    IntStream.range(0, HotReports.MOST_REPORTS - 1)
        .forEach(i -> reports.heard("r" + i, "many", List.of("k"), NOW));
    assertEquals(List.of("new"), reports.heard("last", "many", List.of("k"), NOW));
    assertEquals(List.of(), reports.hottest("user"));
  }
}
