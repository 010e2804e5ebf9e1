// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlTest {
  @Test
  void shouldSayWhatCameOfIt() throws IOException {
    int port = Control.serve(Map.of("twice", word -> word + word));

    try (Control control = Control.connect(port)) {
      assertEquals("abab", control.ask("twice", "ab"));
    }
    try (Control another = Control.connect(port)) {
      assertEquals("", another.ask("twice", ""));
    }
  }

  @Test
  void shouldFailWhereTheServerFails() throws IOException {
    int port =
        Control.serve(
            Map.of(
                "fail",
                word -> {
                  throw new IllegalStateException("found " + word);
                }));

    try (Control control = Control.connect(port)) {
      Exception failed =
          assertThrows(IllegalStateException.class, () -> control.ask("fail", "nothing"));
      assertTrue(failed.toString().contains("found nothing"), failed.toString());
      Exception unknown =
          assertThrows(IllegalStateException.class, () -> control.ask("do", "something"));
      assertTrue(unknown.toString().contains("no such action"), unknown.toString());
    }
  }
}
