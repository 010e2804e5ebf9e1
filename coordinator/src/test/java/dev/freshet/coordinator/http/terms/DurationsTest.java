// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {
  @Test
  void shouldReadAndWriteEachUnit() {
    for (String text : List.of("0s", "250ms", "5s", "90s", "15m", "36h", "7d")) {
      Duration read = Durations.parse("wait", text, Duration.ofDays(30));

      assertEquals(read, Durations.parse("wait", Durations.text(read), Duration.ofDays(30)));
    }
    assertEquals(Duration.ofMillis(250), Durations.parse("wait", "250ms", Duration.ofDays(1)));
    assertEquals(Duration.ofHours(36), Durations.parse("wait", "36h", Duration.ofDays(2)));
    assertEquals("7d", Durations.text(Duration.ofDays(7)));
  }

  @Test
  void shouldRefuseOtherFormsAndLongerTimes() {
    assertEquals(
        "query parameter since: found 'long', expected a number with ms, s, m, h or d behind it",
        refusal("long"));
    assertEquals("query parameter since: found '8d', expected at most 7d", refusal("8d"));
  }

  private static String refusal(String text) {
    return assertThrows(
            ProblemException.class, () -> Durations.parse("since", text, Duration.ofDays(7)))
        .problem()
        .detail();
  }
}
