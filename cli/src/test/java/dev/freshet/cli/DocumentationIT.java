// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Program;
import dev.freshet.cli.docs.Block;
import dev.freshet.cli.docs.Pages;
import dev.freshet.cli.sources.SourcesFile;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.SourceText;
import dev.freshet.stack.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documents say works: every YAML block is right, every Java block stands in {@link
 * Snippets}, in {@link CacheSnippets} or in a program beside the documents, and every command runs,
 * against a {@code freshet dev} that runs as the README starts it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern NAME = Pattern.compile("metadata: \\{name: ([a-z-]+)");
  private static final Path SNIPPETS = Path.of("src/test/java/dev/freshet/cli");
  private static final Path FIRST_REGION = Pages.ROOT.resolve("docs/first-region");
  private static final Path FIRST_WARMUP = Pages.ROOT.resolve("docs/first-warmup");
  private static final Path CLUB = Pages.ROOT.resolve("docs/club/Club.java");

  /** Runs until the last test has ended, for the commands that stand behind it. */
  private static final String START_CLUB =
      "java -cp 'cli/target/lib/*' docs/club/Club.java my-jobs";

  private static final String TOUR = "docs/any-language/tour.mjs";

  /** This very build, the stack that {@link #startDev} runs, and what tests below run. */
  private static final Set<String> RUNNING =
      Set.of(
          "mvn verify",
          "./freshet dev",
          "java -cp 'cli/target/lib/*' docs/first-region/FirstRegion.java",
          "java -cp 'cli/target/lib/*' docs/first-warmup/FirstWarmup.java",
          "node docs/any-language/tour.mjs http://127.0.0.1:8080 http://127.0.0.1:8091");

  private RunningDev dev;
  private @Nullable ChildProcess club;

  /** Where files of the documents go, and {@code my-rules} and {@code my-jobs} are. */
  private Path work;

  @BeforeAll
  void startDev(@TempDir Path directory, @TempDir Path work) throws IOException {
    dev = RunningDev.start(directory);
    this.work = work;
  }

  @AfterAll
  void stopDev() {
    if (club != null) {
      club.close();
    }
    dev.close();
  }

  @TestFactory
  Stream<DynamicTest> shouldHoldWhatIsRightInEveryYamlBlock() {
    return tests(
        "yaml",
        block -> {
          if (block.text().contains("kind: RuleTests") || "kubernetes".equals(block.title())) {
            return; // what the commands run, and DeploymentTest
          }
          if (block.text().contains("kind: Sources")) {
            shouldHoldSources(block);
            return;
          }
          if (block.text().startsWith("freshet")) {
            shouldHoldSettings(block);
            return;
          }
          Matcher name = NAME.matcher(block.text());
          assertTrue(name.find(), "a name in the metadata");
          RuleSource source = new RuleSource(name.group(1), "block", 1, block.text());
          assertEquals(List.of(), RuleBook.compile(List.of(source)).allIssues());
        });
  }

  private static void shouldHoldSources(Block block) {
    SourcesFile file =
        SourcesFile.read(
            new SourceText(block.name(), block.text()),
            Map.of("PAYMENTS_PASSWORD", "x", "PROFILES_TOKEN", "y"));
    assertEquals(Set.of("payments"), file.dataSources().keySet());
  }

  /** A file with settings is right in each profile. */
  private void shouldHoldSettings(Block block) {
    Path file = work.resolve("settings.yaml");
    try {
      Files.writeString(file, block.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String profile : List.of("dev", "staging", "production")) {
      Map<String, String> flags =
          Map.of("freshet.config", file.toString(), "freshet.profile", profile);
      assertEquals(List.of(), Configuration.read(Program.COORDINATOR, flags, Map.of()).problems());
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldFindEveryJavaBlockInCompiledCode() {
    String compiled =
        squeezed(
            Pages.read(SNIPPETS.resolve("Snippets.java"))
                + Pages.read(SNIPPETS.resolve("CacheSnippets.java"))
                + Pages.read(FIRST_REGION.resolve("FirstRegion.java"))
                + Pages.read(FIRST_WARMUP.resolve("FirstWarmup.java")));
    return tests(
        "java", block -> assertTrue(compiled.contains(squeezed(block.text())), block.text()));
  }

  @TestFactory
  Stream<DynamicTest> shouldShowFirstFilesAsTheyAre() {
    return Stream.of(
        shown(FIRST_REGION.resolve("FirstRegion.java"), "cache.md"),
        shown(FIRST_REGION.resolve("profiles.yaml"), "cache.md"),
        shown(FIRST_WARMUP.resolve("members.yaml"), "warmup.md"));
  }

  private static DynamicTest shown(Path file, String page) {
    return DynamicTest.dynamicTest(
        String.valueOf(file.getFileName()),
        () ->
            assertTrue(
                page(page).contains("\n" + Pages.read(file) + "```\n"), "whole, in docs/" + page));
  }

  @Test
  void shouldPrintWhatTheFirstRegionIsSaidToPrint(@TempDir Path directory) throws IOException {
    String printed = run(FIRST_REGION.resolve("FirstRegion.java"), directory);

    assertTrue(withoutNumbers(page("cache.md")).contains(withoutNumbers(printed)), printed);
  }

  @Test
  void shouldPrintWhatTheFirstWarmUpIsSaidToPrint(@TempDir Path directory) throws IOException {
    Block apply =
        Pages.blocks(Pages.ROOT.resolve("docs/warmup.md")).stream()
            .filter(block -> block.text().contains("apply docs/first-warmup"))
            .findFirst()
            .orElseThrow();
    apply.typed().forEach(console()::run);

    String printed = run(FIRST_WARMUP.resolve("FirstWarmup.java"), directory);

    assertTrue(page("warmup.md").contains("```text\n" + printed + "\n```"), printed);
  }

  /** Runs a program of the documents, and answers what it prints. */
  private String run(Path source, Path directory) throws IOException {
    try (ChildProcess process = start(source, directory)) {
      assertTrue(process.awaitExit(PATIENCE), () -> "it goes on: " + process.output());
      String printed = String.join("\n", process.output());
      assertEquals(0, process.exitCode(), printed);
      return printed;
    }
  }

  private ChildProcess start(Path source, Path directory, String... arguments) throws IOException {
    Path program = directory.resolve(String.valueOf(source.getFileName()));
    Files.writeString(program, console().here(Pages.read(source)));
    List<String> command = new ArrayList<>(List.of("-cp", classPath(), program.toString()));
    command.addAll(List.of(arguments));
    return inRoot(command.toArray(String[]::new));
  }

  /** All uses of Freshet from another language; the output stands in the page. */
  @Test
  void shouldPrintWhatTheTourIsSaidToPrint() {
    Shell tour =
        Shell.run(
            Pages.ROOT,
            "node %s %s %s".formatted(TOUR, dev.endpoint("api"), dev.endpoint("node-1")));

    assertEquals(0, tour.code(), tour.said());
    assertTrue(page("api.md").contains("```text\n" + tour.said() + "```\n"), tour.said());
  }

  /** Ages and the space before them differ from run to run. */
  private static String withoutNumbers(String text) {
    return text.replaceAll(" +[0-9]+ ms", " # ms");
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** Runs {@code java} where the documents call it, with the logging of the program's jar. */
  private static ChildProcess inRoot(String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "cd .. && exec \"$@\"", "sh", java));
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(List.of(arguments));
    return ChildProcess.start("java", command);
  }

  @TestFactory
  Stream<DynamicTest> shouldPointAtFilesThatExist() {
    return Pages.all().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    Pages.ROOT.relativize(page).toString(),
                    () -> assertEquals(List.of(), Pages.brokenLinks(page))));
  }

  /**
   * In the order of each document, in which its files are written too. In the end each warm-up job
   * of the documents has warmed keys.
   */
  @TestFactory
  Stream<DynamicTest> shouldRunEveryCommand() {
    Stream<DynamicTest> commands =
        Pages.blocks().stream()
            .filter(block -> block.isFile() || block.language().equals("console"))
            .map(block -> DynamicTest.dynamicTest(block.name(), () -> follow(block)));
    return Stream.concat(
        commands,
        Stream.of(
            DynamicTest.dynamicTest(
                "jobs of warmup.md", () -> WarmedJobs.awaitAll(dev, work.resolve("my-jobs")))));
  }

  private void follow(Block block) throws IOException {
    if (block.isFile()) {
      Path file = work.resolve(String.valueOf(block.title()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, block.text());
    }
    for (String typed : block.typed()) {
      if (typed.equals(START_CLUB)) {
        club = start(CLUB, work, work + "/my-jobs");
        club.awaitLine("^ready", PATIENCE);
      } else if (!RUNNING.contains(typed)) {
        console().run(typed);
      }
    }
  }

  private Console console() {
    return new Console(dev, work);
  }

  private static Stream<DynamicTest> tests(String language, Consumer<Block> check) {
    List<Block> blocks =
        Pages.blocks().stream()
            .filter(block -> block.language().equals(language) && !block.isExample())
            .toList();
    assertFalse(blocks.isEmpty(), "no block of " + language);
    return blocks.stream()
        .map(block -> DynamicTest.dynamicTest(block.name(), () -> check.accept(block)));
  }

  private static String page(String name) {
    return Pages.read(Pages.ROOT.resolve("docs").resolve(name));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
