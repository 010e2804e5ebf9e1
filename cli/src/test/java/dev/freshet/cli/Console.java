// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.freshet.stack.ChildProcess;
import dev.freshet.testkit.ChildJvm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * Types what the documents say, against a {@code freshet dev} on other ports; what fails there
 * fails the test, with what it printed. For one thread.
 */
final class Console {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** Write past picocli, or go on until they are told to stop; the others need no JVM. */
  private static final Set<String> APART = Set.of("demo", "publish", "watch");

  private static final Set<String> OF_OPERATORS =
      Set.of(
          "status",
          "services",
          "nodes",
          "capabilities",
          "invalidate",
          "receipt",
          "trace",
          "alerts",
          "warmup");

  /** Of curl, for a stream that was cut after the time it was given. */
  private static final int OUT_OF_TIME = 28;

  private final RunningDev dev;
  private final Path work;

  /**
   * A console.
   *
   * @param work where files of the documents go, and {@code my-rules} and {@code my-jobs} are
   */
  Console(RunningDev dev, Path work) {
    this.dev = dev;
    this.work = work;
  }

  /** Runs a command, and fails if it does, or has nothing to say. */
  void run(String command) {
    List<String> words = words(command);
    String program = words.remove(0);
    if (program.equals("curl")) {
      curl(here(command));
    } else if (!program.equals("./freshet")) {
      fail("found '" + command + "', expected a command of freshet, or curl");
    } else if (APART.contains(words.get(0))) {
      apart(command, words);
    } else {
      inThisProcess(command, words);
    }
  }

  /** Answers that are no success are failures here. */
  private void curl(String command) {
    String bound = command.contains("--max-time") ? "" : " --max-time " + PATIENCE.toSeconds();
    Shell curl =
        Shell.run(work, command.replaceFirst("curl", "curl --show-error --fail-with-body" + bound));
    boolean cut = curl.code() == OUT_OF_TIME && bound.isEmpty();
    assertTrue(cut || curl.code() == 0, () -> command + "\n" + curl.said());
    assertTrue(command.contains("-X DELETE") || !curl.said().isEmpty(), command + " says nothing");
  }

  private static void apart(String command, List<String> words) {
    if (words.get(0).equals("watch")) {
      words.addAll(List.of("--max", "1"));
      if (!words.contains("--from-beginning") && !words.contains("--after")) {
        words.add("--from-beginning");
      }
    }
    try (ChildProcess process = ChildJvm.start(Main.class, words.toArray(String[]::new))) {
      assertTrue(process.awaitExit(PATIENCE), command + " goes on");
      assertEquals(0, process.exitCode(), String.join("\n", process.output()));
      assertFalse(process.output().isEmpty(), command + " says nothing");
    }
  }

  private void inThisProcess(String command, List<String> words) {
    words.addAll(whereItIs(words.get(0)));
    StringWriter said = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));

    int code = line.execute(words.toArray(String[]::new));

    assertEquals(0, code, command + "\n" + said);
    assertTrue(isQuiet(words) || !said.toString().isEmpty(), command + " says nothing");
  }

  /** What commands take from the environment, or know because {@code dev} has its usual ports. */
  private List<String> whereItIs(String command) {
    String url = "--url=" + dev.endpoint("api");
    if (command.equals("doctor")) {
      return List.of(
          url,
          "--bootstrap=" + dev.endpoint("kafka"),
          "--registry=" + dev.endpoint("registry"),
          "--redis=" + dev.endpoint("redis"));
    }
    return OF_OPERATORS.contains(command) ? List.of(url) : List.of();
  }

  /** Whether no output is the answer that all is well. */
  private static boolean isQuiet(List<String> words) {
    return words.contains("fmt");
  }

  /** The same text with the endpoints of this run. */
  String here(String text) {
    return text.replaceAll("(?<=[ =])(?=my-rules|my-jobs|freshet[.]yaml)", work + "/")
        .replaceAll("(?<=[ =])(?=invalidation-rules/|event-schemas/|docs/)", "../")
        .replaceAll("http://(localhost|127[.]0[.]0[.]1):8080", dev.endpoint("api"))
        .replaceAll("http://(localhost|127[.]0[.]0[.]1):8085", dev.endpoint("management"))
        .replaceAll("http://(localhost|127[.]0[.]0[.]1):8091", dev.endpoint("node-1"))
        .replaceAll("http://(localhost|127[.]0[.]0[.]1):8092", dev.endpoint("node-2"))
        .replace("http://localhost:8081", dev.endpoint("registry"))
        .replace("redis://localhost:6379", dev.endpoint("redis"))
        .replace("localhost:9092", dev.endpoint("kafka"));
  }

  private List<String> words(String command) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(here(command)); word.find(); ) {
      words.add(word.group(1) == null ? word.group() : word.group(1));
    }
    return words;
  }
}
