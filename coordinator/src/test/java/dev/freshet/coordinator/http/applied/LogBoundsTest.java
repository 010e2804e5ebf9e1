// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.events.values.Receipt;
import dev.freshet.http.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBoundsTest {
  @Test
  void shouldTakeReceiptsOfEventsThatAreThere() {
    assertEquals(receipt(5), LogBounds.within(receipt(5), 5, 8));
    assertEquals(receipt(7), LogBounds.within(receipt(7), 5, 8));
  }

  @Test
  void shouldTellEventsThatAreGoneFromThoseToCome() {
    assertEquals(410, status(4));
    assertEquals(404, status(8));
  }

  @Test
  void shouldReadBothFormsOfReceipts() {
    assertEquals(receipt(7), ReceiptOperations.parse("events", "0:7"));
    assertEquals(receipt(7), ReceiptOperations.parse("other", "events:0:7"));
    for (String text : List.of("", "7", "a:b", "0:-1", "-1:0", "events:0:7:8", ":0:7")) {
      ProblemException refused =
          assertThrows(ProblemException.class, () -> ReceiptOperations.parse("events", text), text);
      assertEquals("/problems/A010", refused.problem().type());
    }
  }

  private static Receipt receipt(long offset) {
    return new Receipt("events", 0, offset);
  }

  private static int status(long offset) {
    return assertThrows(ProblemException.class, () -> LogBounds.within(receipt(offset), 5, 8))
        .problem()
        .status();
  }
}
