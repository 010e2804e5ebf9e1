// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.warmup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class HotKeyMergeTest {
  @Test
  void shouldKeepTheOrderOfASingleReport() {
    assertEquals(List.of("c", "a", "b"), HotKeyMerge.merge(List.of(List.of("c", "a", "b")), 10));
  }

  @Test
  void shouldPutFirstWhatManyNodesServeMost() {
    List<List<String>> reports =
        List.of(List.of("a", "b", "c"), List.of("b", "c", "a"), List.of("b", "a", "d"));

    // b 1/2 + 1 + 1, a 1 + 1/3 + 1/2, c 1/3 + 1/2, d 1/3
    assertEquals(List.of("b", "a", "c", "d"), HotKeyMerge.merge(reports, 10));
  }

  @Test
  void shouldPreferTheFirstOfOneNodeToTheLastOfSome() {
    List<List<String>> reports =
        List.of(List.of("x", "y", "z", "a"), List.of("y", "x", "z", "a"), List.of("b"));

    assertEquals("b", HotKeyMerge.merge(reports, 3).get(2));
  }

  @Test
  void shouldGiveTheSameToAllWhereKeysAreEquallyHot() {
    assertEquals(
        List.of("a", "b", "c"),
        HotKeyMerge.merge(List.of(List.of("c"), List.of("b"), List.of("a")), 9));
  }

  @Test
  void shouldGiveNoMoreThanWereAskedFor() {
    List<List<String>> reports = List.of(List.of("a", "b"), List.of("b", "c"));

    assertEquals(List.of("b"), HotKeyMerge.merge(reports, 1));
    assertEquals(List.of(), HotKeyMerge.merge(reports, 0));
    assertEquals(List.of(), HotKeyMerge.merge(List.of(), 5));
  }
}
