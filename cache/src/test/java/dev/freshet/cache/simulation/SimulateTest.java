// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulateTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldEndWithTheCountWhenThePromiseWasKept() {
    int exit = simulate("--schedules", "200", "--seed", "7");

    assertEquals(0, exit);
    assertTrue(text(out).endsWith("schedules=200 stale=0\n"), text(out));
    // Of the lines on the way any may be overtaken by another thread's; the last may not.
    assertTrue(text(err).contains("200 of 200"), text(err));
  }

  @Test
  void shouldExplainTheFirstStaleReadWithTheCommandThatReplaysIt() {
    int exit = simulate("--schedules", "100", "--fence", "STAMPS_AFTER_THE_LOAD");

    assertEquals(1, exit);
    String replay =
        text(out).lines().filter(line -> line.startsWith("again: ")).findFirst().orElseThrow();
    String[] command = replay.substring(replay.indexOf("--")).split(" ", -1);
    assertTrue(text(out).matches("(?s).*\nschedules=100 stale=[1-9][0-9]*\n"), text(out));
    out.reset();
    assertEquals(1, simulate(command));
    assertTrue(text(out).endsWith("schedules=1 stale=1\n"), text(out));
  }

  @Test
  void shouldTellWrongArgumentsFromABrokenPromise() {
    assertEquals(2, simulate("--schedules", "many"));
    assertEquals(2, simulate("--schedules", "0"));
    assertEquals(2, simulate("--seed"));
    assertEquals(2, simulate("--fence", "GOOD"));
    assertEquals(2, simulate("--speed", "1"));
    assertTrue(text(err).contains("--schedules: found 'many', expected a whole number"), text(err));
  }

  @Test
  void shouldTeachWhenAskedForHelp() {
    assertEquals(0, simulate("--help"));
    assertTrue(text(out).contains("usage: simulate"), text(out));
  }

  private int simulate(String... args) {
    return Simulate.run(List.of(args), stream(out), stream(err), /* terminal= */ null);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
