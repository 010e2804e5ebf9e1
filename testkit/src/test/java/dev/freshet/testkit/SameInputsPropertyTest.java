// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class SameInputsPropertyTest {
  private static final List<Integer> TRIED = new ArrayList<>();

  @Property(tries = 5)
  void shouldTryTheSameInEveryRun(@ForAll @IntRange(max = 999) int number) {
    TRIED.add(number);
  }

  @AfterContainer
  static void checkWhatWasTried() {
    boolean others = "new".equals(System.getProperty("freshet.inputs"));
    assertEquals(others, !TRIED.equals(List.of(1, 0, 15, 0, 2)), TRIED::toString);
  }
}
