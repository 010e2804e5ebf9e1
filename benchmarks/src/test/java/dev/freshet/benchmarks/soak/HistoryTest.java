// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.Receipt;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final int KEY = 7;
  private static final Receipt FIRST = new Receipt("events", 0, 1);
  private static final Receipt SECOND = new Receipt("events", 0, 2);

  private final History history = new History(10, 2);

  @Test
  void shouldFindReadsStaleThatAreOlderThanWhatTheirNodeHasApplied() {
    history.published(FIRST, Map.of(KEY, history.change(KEY)));
    history.applied(0, FIRST);

    read(0, 0);
    read(0, 1);
    read(0, 2);

    assertEquals(new Staleness(3, 1), history.staleness());
  }

  @Test
  void shouldBindOnlyTheNodeThatHasApplied() {
    history.published(FIRST, Map.of(KEY, history.change(KEY)));
    history.applied(0, FIRST);

    read(1, 0);

    assertEquals(new Staleness(0, 0), history.staleness());
  }

  @Test
  void shouldBindNodesThatHaveAppliedBeforeTheReceiptCame() {
    long version = history.change(KEY);
    history.applied(1, FIRST);
    assertEquals(0, history.oldest(1, KEY));

    history.published(FIRST, Map.of(KEY, version));

    assertEquals(1, history.oldest(1, KEY));
    assertEquals(0, history.oldest(0, KEY));
  }

  @Test
  void shouldNotGoBackWhenAnOlderChangeIsAppliedLater() {
    history.published(FIRST, Map.of(KEY, history.change(KEY)));
    history.published(SECOND, Map.of(KEY, history.change(KEY)));
    history.applied(0, SECOND);

    history.applied(0, FIRST);

    assertEquals(2, history.oldest(0, KEY));
  }

  @Test
  void shouldJudgeAReadByWhatWasAppliedWhenItBegan() {
    long oldest = history.oldest(0, KEY);
    history.published(FIRST, Map.of(KEY, history.change(KEY)));
    history.applied(0, FIRST);

    history.read(oldest, 0);

    assertEquals(new Staleness(0, 0), history.staleness());
  }

  private void read(int node, long version) {
    history.read(history.oldest(node, KEY), version);
  }
}
