// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the program as a process of its own, on the class path of this one. */
final class Program {

  /** How a run ended and what it printed. */
  record Ended(int code, List<String> out, List<String> err) {

    String lastLine() {
      return out.isEmpty() ? "" : out.get(out.size() - 1);
    }
  }

  private Program() {}

  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow"); // as the launcher does
    }
    // The program's own: that of the tests, which stands before it, logs to standard output.
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static Ended run(Duration timeout, String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("freshet-out-", ".txt");
    Path err = Files.createTempFile("freshet-err-", ".txt");
    try {
      Process process =
          new ProcessBuilder(command(arguments))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException(
            "freshet "
                + List.of(arguments)
                + ": still runs after "
                + timeout
                + ", printed "
                + Files.readAllLines(out)
                + Files.readAllLines(err));
      }
      return new Ended(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
