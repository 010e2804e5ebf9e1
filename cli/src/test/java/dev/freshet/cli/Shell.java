// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A command of programs that are not Freshet's, as a shell runs it. Such programs bound their own
 * time.
 *
 * @param code the exit code
 * @param said all that it printed
 */
record Shell(int code, String said) {
  private static final int NOT_FOUND = 127;

  /** Runs a command in a directory to its end, and fails if its program is not installed. */
  static Shell run(Path directory, String command) {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
    try {
      Process shell = builder.directory(directory.toFile()).redirectErrorStream(true).start();
      shell.getOutputStream().close();
      String said = new String(shell.getInputStream().readAllBytes(), UTF_8);
      int code = shell.waitFor();
      String program = command.split(" ", 2)[0];
      assertNotEquals(NOT_FOUND, code, program + ": install it to run these tests; " + said);
      return new Shell(code, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + command, e);
    }
  }
}
