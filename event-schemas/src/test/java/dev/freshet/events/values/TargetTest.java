// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "k|session:abc:42",
        "t|user:42",
        "p|session|userId=4=2|",
        "r|payment:history",
        "s|session:*:4%2A2|*",
        "*"
      })
  void shouldReadBackItsCanonicalText(String text) {
    assertEquals(text, Target.parse(text).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x|y", "k", "p|session", "p|session|userId", "s|", "**"})
  void shouldRefuseWhatIsNoTarget(String text) {
    assertThrows(IllegalArgumentException.class, () -> Target.parse(text));
  }

  @Test
  void shouldOrderPositionsByLeaderEpochBeforeOffset() {
    Position beforeTruncation = new Position(0, 3, 200);
    Position afterTruncation = new Position(0, 4, 150);

    assertTrue(afterTruncation.order() > beforeTruncation.order());
    assertTrue(afterTruncation.order() >= beforeTruncation.orderBehind());
    assertEquals(4, Position.leaderEpochOf(afterTruncation.order()));
    assertEquals(150, Position.offsetOf(afterTruncation.order()));
  }

  @Test
  void shouldReadBackAReceipt() {
    Receipt receipt = new Receipt("freshet.events", 3, 1234);

    assertEquals(receipt, Receipt.parse(receipt.toString()));
    assertThrows(IllegalArgumentException.class, () -> Receipt.parse("freshet.events:3"));
  }
}
