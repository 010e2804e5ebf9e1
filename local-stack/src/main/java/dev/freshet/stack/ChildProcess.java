// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process beside this JVM that never outlives it, not even when this JVM dies of SIGKILL.
 *
 * <p>It is started through a shell that leaves a watcher behind and then becomes the program
 * itself, so that {@link #pid()} is the program's own. The watcher waits for the end of a pipe that
 * this JVM holds open: the kernel closes it when this JVM ends, however it ends, and the watcher
 * then kills the program with SIGKILL, which works on a stopped program too. Needs a POSIX {@code
 * /bin/sh}.
 *
 * <p>Safe for any thread.
 */
public final class ChildProcess implements AutoCloseable {

  private static final String LEASH =
      "exec 3<&0; (read _ <&3; kill -9 $$) >/dev/null 2>&1 & exec \"$@\" </dev/null 3<&-";
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration PROBE_PAUSE = Duration.ofMillis(25);
  private static final int LINES_IN_MESSAGES = 20;

  private final String name;
  private final Process process;
  private final ProcessOutput output = new ProcessOutput();
  private volatile boolean paused;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts {@code command} and captures what it prints (standard error included).
   *
   * @param name how messages call it
   * @param command program and arguments
   * @throws ServerStartException if the operating system refuses
   */
  public static ChildProcess start(String name, List<String> command) {
    List<String> leashed = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, name));
    leashed.addAll(command);
    try {
      ChildProcess child =
          new ChildProcess(name, new ProcessBuilder(leashed).redirectErrorStream(true).start());
      Thread reader = new Thread(child::capture, name + "-output");
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException refused) {
      throw new ServerStartException(name + ": cannot start " + command, refused);
    }
  }

  /** The process id of the program itself. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs (a paused process does). */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The newest lines that it printed, oldest first; a few thousand at most. */
  public List<String> output() {
    return output.lines();
  }

  /**
   * Blocks until a line that contains a match of {@code regex} was printed, now or earlier, and
   * returns the first such line.
   *
   * @throws IllegalStateException if there is none within {@code timeout}, or if the output ends
   */
  public String awaitLine(String regex, Duration timeout) {
    return output
        .await(regex, timeout)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s: no line matches %s within %s%s"
                        .formatted(name, regex, timeout, lastLines())));
  }

  /**
   * Blocks until {@code ready} says so. {@code ready} is asked about forty times a second and
   * should not block for long.
   *
   * @throws ServerStartException if the process ends first, or is not ready within {@code timeout};
   *     it is killed in that case
   */
  public void awaitReady(Duration timeout, BooleanSupplier ready) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!ready.getAsBoolean()) {
      if (awaitExit(PROBE_PAUSE)) {
        throw new ServerStartException(
            "%s: ended with exit code %d before it was ready%s"
                .formatted(name, process.exitValue(), lastLines()),
            null);
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        kill9();
        throw new ServerStartException(
            "%s: not ready within %s%s".formatted(name, timeout, lastLines()), null);
      }
    }
  }

  /**
   * Blocks until it ends; false if it still runs after {@code timeout}. Once it has ended, {@link
   * #output()} holds the last that it printed, too.
   */
  public boolean awaitExit(Duration timeout) {
    try {
      boolean ended = process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (ended) {
        output.awaitEnd(GRACE);
      }
      return ended;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + ": interrupted while it was awaited", interrupted);
    }
  }

  /**
   * What the process ended with.
   *
   * @throws IllegalThreadStateException if it has not ended
   */
  public int exitCode() {
    return process.exitValue();
  }

  /** Ends it with SIGKILL, as a crash would, and waits until it is gone. */
  public void kill9() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Stops it with SIGSTOP: alive, but silent, as in a very long pause. */
  public void pause() {
    signal("STOP");
    paused = true;
  }

  /** Lets it go on after {@link #pause()}. */
  public void resume() {
    signal("CONT");
    paused = false;
  }

  /** Ends it with SIGTERM, after ten seconds (at once if it is paused) with SIGKILL. */
  @Override
  public void close() {
    if (paused) {
      kill9();
      return;
    }
    // Not Process.destroy: it also lets go of the leash, which kills without asking.
    boolean unused = process.toHandle().destroy();
    if (!awaitExit(GRACE)) {
      kill9();
    }
  }

  private void signal(String signal) {
    try {
      // The shell's own kill: the program of that name is not installed everywhere.
      int exit =
          new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid()).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "%s: cannot send SIG%s to process %d, found exit code %d"
                .formatted(name, signal, pid(), exit));
      }
    } catch (IOException refused) {
      throw new IllegalStateException(name + ": cannot send SIG" + signal, refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(name + ": interrupted in SIG" + signal, interrupted);
    }
  }

  private void capture() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
      }
    } catch (IOException cut) {
      output.add("(output cut: " + cut.getMessage() + ")");
    } finally {
      output.end();
    }
  }

  private String lastLines() {
    List<String> lines = output.lines();
    List<String> last = lines.subList(Math.max(0, lines.size() - LINES_IN_MESSAGES), lines.size());
    return last.isEmpty()
        ? "; it printed nothing"
        : "; its last lines:\n  " + String.join("\n  ", last);
  }
}
