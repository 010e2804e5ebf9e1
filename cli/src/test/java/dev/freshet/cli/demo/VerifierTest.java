// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.demo.oracle.Slot;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final Slot QUIET = new Slot(0, "user:profile", Map.of("userId", 1L), false);
  private static final Slot WATCHED = new Slot(1, "user:profile", Map.of("userId", 2L), true);

  private static boolean isRight(Slot slot, long filled, long newest, @Nullable Long found) {
    return Verifier.complaint(slot, filled, newest, found).isEmpty();
  }

  @Test
  void shouldWantWhatNoEventChanged() {
    assertTrue(isRight(QUIET, 3, 3, 3L));
    assertTrue(isRight(WATCHED, 0, 0, 0L));
    assertTrue(!isRight(QUIET, 3, 3, null));
    assertTrue(!isRight(QUIET, 3, 3, 2L));
  }

  @Test
  void shouldWantNothingOfWhatAnEventChanged() {
    assertTrue(isRight(QUIET, 0, 1, null));
    assertTrue(!isRight(QUIET, 0, 1, 0L));
    assertTrue(!isRight(QUIET, 0, 1, 1L));
  }

  @Test
  void shouldAllowReadersToHaveLoadedTheNewest() {
    assertTrue(isRight(WATCHED, 0, 2, null));
    assertTrue(isRight(WATCHED, 0, 2, 2L));
    assertTrue(!isRight(WATCHED, 0, 2, 1L));
  }

  @Test
  void shouldNameKeyNodeExpectedAndFound() {
    WrongKey wrong = new WrongKey("node-2", "user:profile:1", "no entry", 4L);

    assertEquals(
        "node-2: key user:profile:1 is wrong, found version 4, expected no entry",
        wrong.describe());
  }
}
