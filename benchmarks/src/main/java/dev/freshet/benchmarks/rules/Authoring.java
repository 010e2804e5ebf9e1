// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.rules;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.cases.CaseFiles;
import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseRun;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.schema.EventTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code freshet rules check} and {@code test} do, in a JVM that has just started: prints the
 * milliseconds from the first line of {@code main} to the last.
 */
final class Authoring {
  /** What the {@code freshet} script gives to commands that end soon. */
  private static final List<String> FLAGS =
      List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  private static final int TYPES = 100;
  private static final int TESTS_PER_FILE = 1_000;

  private Authoring() {}

  /** Takes {@code check} or {@code test}, and the directory. */
  public static void main(String[] arguments) throws IOException {
    long startNanos = System.nanoTime();
    Path directory = Path.of(arguments[1]);
    EventTypes types = EventTypes.read(directory);
    if (arguments[0].equals("check")) {
      Compilation compilation = RuleBook.compile(RuleFiles.read(directory), types);
      CheckReport report = RuleCheck.check(compilation, CheckSettings.on(LocalDate.of(2026, 1, 1)));
      require(report.errors() == 0 && report.rules() > 0, report.issues());
    } else {
      CaseReport report =
          CaseRun.run(CaseFiles.read(List.of(directory), EventTypes.NONE), name -> true);
      require(report.failed().isEmpty() && !report.results().isEmpty(), report.failed());
    }
    System.out.println((System.nanoTime() - startNanos) / 1e6);
  }

  private static void require(boolean good, Object found) {
    if (!good) {
      throw new IllegalStateException("found " + found + ", expected none and some work done");
    }
  }

  /** Writes rules, schemas of their events, and tests. */
  static Path files(Path directory, int rules, int tests) {
    try {
      Files.writeString(directory.resolve("regions.yaml"), Book.REGIONS);
      StringBuilder text = new StringBuilder(Book.head("set"));
      for (int i = 0; i < rules; i++) {
        text.append(Book.rule(i, "shop.type" + i % TYPES, true));
      }
      Files.writeString(directory.resolve("set.yaml"), text);
      for (int i = 0; i < TYPES; i++) {
        Files.writeString(directory.resolve("type" + i + ".schema.json"), schema(i));
      }
      for (int i = 0; i < tests; i += TESTS_PER_FILE) {
        int end = Math.min(tests, i + TESTS_PER_FILE);
        Files.writeString(directory.resolve("set" + i + ".test.yaml"), tests(i, end));
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String schema(int type) {
    return """
    {"$schema": "http://json-schema.org/draft-07/schema#", "x-event-type": "shop.type%d",
     "type": "object", "required": ["orderId", "userId", "sellerId", "buyerId", "amount"],
     "properties": {
       "orderId": {"type": "string"}, "userId": {"type": "integer"},
       "sellerId": {"type": "string"}, "buyerId": {"type": "string"},
       "amount": {"type": "number"}}}
    """
        .formatted(type);
  }

  private static String tests(int from, int to) {
    StringBuilder text = new StringBuilder("apiVersion: freshet.dev/v1\nkind: RuleTests\ntests:\n");
    for (int i = from; i < to; i++) {
      text.append(
          """
            - name: test %d
              rule: rule%d
              event: {type: shop.type%d, data: {orderId: o%d, userId: %d, sellerId: u%d, buyerId: u%d, amount: 20.5}}
              invalidates:
                - key: order:o%d
                - parameter: {region: history, hole: userId, value: "%d"}
                - tag: user:%s
          """
              .formatted(
                  i,
                  i % TYPES,
                  i % TYPES,
                  i,
                  i,
                  i,
                  i,
                  i,
                  i,
                  i % TYPES % 3 == 0 ? "" + i : "u" + i));
    }
    return text.toString();
  }

  /** Runs {@link #main} in a JVM of its own, started as users' are; answers what it printed. */
  static double inNewJvm(String what, Path directory) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Authoring.class.getName(), what, directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("rules " + what + ": exit code " + process.exitValue());
    }
    return Double.parseDouble(printed.lines().reduce((one, last) -> last).orElseThrow());
  }
}
