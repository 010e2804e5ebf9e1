// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @Test
  void shouldCaptureBothStreamsAndFindLines() {
    try (ChildProcess child = shell("echo one; echo two >&2; echo three; sleep 60")) {
      String two = child.awaitLine("^tw", TIMEOUT);
      String one = child.awaitLine("one", TIMEOUT);
      child.awaitLine("three", TIMEOUT);

      assertEquals("two", two);
      assertEquals("one", one);
      assertEquals(List.of("one", "two", "three"), child.output());
    }
  }

  @Test
  void shouldHaveTheLastLinesOnceItHasEnded() {
    for (int attempt = 0; attempt < 10; attempt++) {
      try (ChildProcess child = shell("seq 4000")) {
        assertTrue(child.awaitExit(TIMEOUT));

        assertEquals(4_000, child.output().size());
      }
    }
  }

  @Test
  void shouldSayWhatItPrintedWhenTheLineNeverComes() {
    try (ChildProcess child = shell("echo only this")) {
      IllegalStateException none =
          assertThrows(IllegalStateException.class, () -> child.awaitLine("that", TIMEOUT));

      assertTrue(none.toString().contains("only this"), none.toString());
    }
  }

  @Test
  void shouldRefuseAChildThatEndsBeforeItIsReady() {
    try (ChildProcess child = shell("echo broken; exit 7")) {
      ServerStartException ended =
          assertThrows(ServerStartException.class, () -> child.awaitReady(TIMEOUT, () -> false));

      assertTrue(ended.toString().contains("exit code 7"), ended.toString());
    }
  }

  @Test
  void shouldKillAChildThatIsNeverReady() {
    try (ChildProcess child = shell("exec sleep 60")) {
      assertThrows(
          ServerStartException.class, () -> child.awaitReady(Duration.ofMillis(100), () -> false));

      assertFalse(child.isAlive());
    }
  }

  @Test
  void shouldStandStillWhilePaused() {
    try (ChildProcess child = shell("while true; do echo tick; sleep 0.05; done")) {
      child.awaitLine("tick", TIMEOUT);
      child.pause();
      await().atMost(TIMEOUT).until(() -> silentFor(child, Duration.ofMillis(500)));

      int ticks = child.output().size();
      child.resume();

      await().atMost(TIMEOUT).until(() -> child.output().size() > ticks);
    }
  }

  @Test
  void shouldLetAChildEndInOrderOnClose() {
    ChildProcess child =
        shell("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done");
    child.awaitLine("up", TIMEOUT);

    child.close();

    assertEquals("bye", child.awaitLine("bye", TIMEOUT));
    assertEquals(3, child.exitCode());
  }

  @Test
  void shouldEndAPausedChildOnClose() {
    ChildProcess child = shell("exec sleep 60");
    child.pause();

    child.close();

    assertFalse(child.isAlive());
  }

  @Test
  void shouldDieWithAParentThatIsKilled(@TempDir Path home) {
    try (ChildProcess parent =
        ChildProcess.start(
            "parent",
            List.of(JAVA, "-cp", CLASS_PATH, ParentOfRedis.class.getName(), home.toString()))) {
      String line = parent.awaitLine("^redis on \\d+$", TIMEOUT);
      int port = Integer.parseInt(line.substring("redis on ".length()));
      assertFalse(Ports.isFree(port));

      parent.kill9();

      await().atMost(TIMEOUT).until(() -> Ports.isFree(port));
    }
  }

  @Test
  void shouldHoldPortsUntilTheJvmEnds(@TempDir Path home) {
    Path file = home.resolve("ports");
    PortClaims here = new PortClaims(file);
    try (ChildProcess other =
        ChildProcess.start(
            "other",
            List.of(
                JAVA, "-cp", CLASS_PATH, HolderOfPort.class.getName(), file.toString(), "20000"))) {
      other.awaitLine("^true$", TIMEOUT);

      assertFalse(here.claim(20_000));
      assertTrue(here.claim(20_001));

      other.kill9();
      assertTrue(here.claim(20_000));
    }
  }

  private static boolean silentFor(ChildProcess child, Duration silence) {
    int before = child.output().size();
    await().pollDelay(silence).until(() -> true);
    return child.output().size() == before;
  }

  private static ChildProcess shell(String script) {
    return ChildProcess.start("script", List.of("/bin/sh", "-c", script));
  }

  /** A JVM that starts a child and never ends by itself. */
  static final class ParentOfRedis {

    private ParentOfRedis() {}

    public static void main(String[] arguments) throws InterruptedException {
      EmbeddedRedis redis = EmbeddedRedis.start(Placement.in(Path.of(arguments[0])));
      redis.process().pause();
      System.out.println("redis on " + redis.port());
      Thread.currentThread().join();
    }
  }

  /** A JVM that has a port in hand and never ends by itself. */
  static final class HolderOfPort {

    private HolderOfPort() {}

    public static void main(String[] arguments) throws InterruptedException {
      PortClaims claims = new PortClaims(Path.of(arguments[0]));
      System.out.println(claims.claim(Integer.parseInt(arguments[1])));
      Thread.currentThread().join();
    }
  }
}
