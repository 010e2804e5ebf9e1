// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import static dev.freshet.events.avro.WarmupPriority.HIGH;
import static dev.freshet.events.avro.WarmupPriority.LOW;
import static dev.freshet.events.avro.WarmupPriority.MEDIUM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.WarmupPriority;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();

  @Test
  void shouldGiveEachItsShareSpreadEvenly() {
    List<WarmupPriority> given = take(24, EnumSet.allOf(WarmupPriority.class));

    for (List<WarmupPriority> dozen : List.of(given.subList(0, 12), given.subList(12, 24))) {
      assertEquals(8, Collections.frequency(dozen, HIGH));
      assertEquals(3, Collections.frequency(dozen, MEDIUM));
      assertEquals(1, Collections.frequency(dozen, LOW));
    }
    assertEquals(HIGH, given.get(0));
    assertTrue(given.indexOf(MEDIUM) < 4, "medium waits for a few turns alone: " + given);
  }

  @Test
  void shouldGiveAllToWhoWaitsAlone() {
    assertEquals(Collections.nCopies(5, LOW), take(5, Set.of(LOW)));
  }

  @Test
  void shouldNotLetWhoDidNotWaitCatchUp() {
    List<WarmupPriority> unused = take(100, Set.of(LOW));

    List<WarmupPriority> given = take(12, EnumSet.of(HIGH, LOW));

    assertTrue(Collections.frequency(given, LOW) <= 2, () -> "found " + given);
  }

  private List<WarmupPriority> take(int count, Set<WarmupPriority> waiting) {
    return Stream.generate(() -> turns.next(waiting)).limit(count).toList();
  }
}
