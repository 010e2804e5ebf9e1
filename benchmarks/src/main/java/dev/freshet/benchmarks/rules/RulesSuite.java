// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.rules;

import static dev.freshet.benchmarks.harness.Jmh.allocation;
import static dev.freshet.benchmarks.harness.Jmh.time;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.Jmh;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An event with three matching rules: at most 2 us without conditions, and with 10,000 rules at
 * most 1.1 times as long as with 10. Checking 1,000 rules takes at most 2 s after the start of the
 * JVM, and 1,000 tests run in a second.
 */
public final class RulesSuite implements Suite {
  private static final double MATCH_NANOS = 2_000;
  private static final double TIMES_OF_FEW = 1.1;
  private static final String BY_HAND = "the same targets by hand";
  private static final double CHECK_MS = 2_000;
  private static final double MICROS_PER_CASE = 1_000;
  private static final int RULES = 1_000;
  private static final int TESTED_RULES = 100;
  private static final int TESTS = 5_000;
  private static final String IN_ALL = "time";
  private static final String PER_CASE = "time per case";
  private static final String FEW = "match, 10 rules";

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public String title() {
    return "an event that three rules with three outputs each match; what authors wait for";
  }

  @Override
  public Trials open(Effort effort) {
    // Whoever wants small caches wants few rules as well.
    int rules = Math.min(RULES, effort.maxEntries() / 100);
    int tests = Math.min(TESTS, effort.maxEntries() / 100);
    Path directory = temporary();
    Path checked = Authoring.files(make(directory.resolve("check")), rules, 0);
    Path tested = Authoring.files(make(directory.resolve("test")), TESTED_RULES, tests);
    return Trials.of(
        List.of(
            trial(BY_HAND, "byHand", 10, false, time(), effort),
            trial(FEW, "match", 10, false, time().beside(BY_HAND).atMost(MATCH_NANOS), effort),
            trial(
                "match, 10,000 rules",
                "match",
                10_000,
                false,
                time().beside(FEW).atMostTimes(TIMES_OF_FEW),
                effort),
            trial(
                    "match, 10 rules, three conditions",
                    "match",
                    10,
                    true,
                    time().beside(FEW),
                    effort)
                .inRounds(effort.fewRounds()),
            new Trial(
                "check, %,d rules with typed conditions, in a new JVM".formatted(rules),
                List.of(Claim.of(IN_ALL, "ms").atMost(CHECK_MS)),
                () -> List.of(new Reading(IN_ALL, Authoring.inNewJvm("check", checked)))),
            new Trial(
                "test, %,d cases, in a new JVM".formatted(tests),
                List.of(Claim.of(PER_CASE, "us").atMost(MICROS_PER_CASE)),
                () ->
                    List.of(
                        new Reading(
                            PER_CASE, Authoring.inNewJvm("test", tested) * 1_000 / tests)))),
        () -> delete(directory));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("freshet-rules-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Trial trial(
      String subject, String method, int rules, boolean conditions, Claim time, Effort effort) {
    Map<String, String> parameters =
        Map.of("rules", Integer.toString(rules), "conditions", Boolean.toString(conditions));
    return new Trial(
        subject,
        List.of(time, allocation()),
        Jmh.of(Matching.class, method, parameters).with(effort.warmer(2)));
  }
}
