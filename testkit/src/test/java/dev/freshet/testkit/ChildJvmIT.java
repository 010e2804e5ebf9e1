// SPDX-License-Identifier: Apache-2.0
package dev.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stack.ChildProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @Test
  void shouldRunAMainOfTheTestClassPath() {
    try (ChildProcess child =
        ChildJvm.start(List.of("-Dgreeting=hello"), Greeter.class, "a b", "c")) {
      String line = child.awaitLine("^hello", TIMEOUT);

      assertEquals("hello [a b, c]", line);
      assertTrue(child.awaitExit(TIMEOUT));
    }
  }

  /** Greets and ends. */
  static final class Greeter {

    private Greeter() {}

    public static void main(String[] arguments) {
      System.out.println(System.getProperty("greeting") + " " + List.of(arguments));
    }
  }
}
