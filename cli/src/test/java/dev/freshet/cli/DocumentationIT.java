// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.Program;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.stack.ChildProcess;
import dev.freshet.testkit.ChildJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What the documents say works: every YAML block compiles, every Java block stands in {@link
 * Snippets}, in {@link CacheSnippets} or in a program beside the documents, and every command runs,
 * against a {@code freshet dev} that runs as the README starts it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentationIT {
  private static final Path ROOT = Path.of("..");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern NAME = Pattern.compile("metadata: \\{name: ([a-z-]+)");
  private static final Path SNIPPETS = Path.of("src/test/java/dev/freshet/cli");
  private static final Path FIRST_REGION = ROOT.resolve("docs/first-region");

  /**
   * This very build, the stack that {@link #startDev} runs, and the program that {@link
   * #shouldPrintWhatTheFirstRegionIsSaidToPrint} does.
   */
  private static final Set<String> RUNNING =
      Set.of(
          "mvn verify",
          "./freshet dev",
          "java -cp 'cli/target/lib/*' docs/first-region/FirstRegion.java");

  /** Commands that are many, and a second each to start as a process. */
  private static final Set<String> HERE = Set.of("rules", "config");

  /**
   * A block of a document.
   *
   * @param target the file that it is the text of, or null
   */
  private record Block(Path file, String language, @Nullable String target, String text) {
    /** Pages of codes show what is wrong, and are tested where they are made. */
    boolean isExample() {
      return file.endsWith("rule-codes.md");
    }
  }

  private RunningDev dev;

  /** Where files of the documents go, and {@code my-rules} is. */
  private Path work;

  @BeforeAll
  void startDev(@TempDir Path directory, @TempDir Path work) throws IOException {
    dev = RunningDev.start(directory);
    this.work = work;
  }

  @AfterAll
  void stopDev() {
    dev.close();
  }

  @TestFactory
  Stream<DynamicTest> shouldCompileEveryYamlBlock() {
    return tests(
        "yaml",
        block -> {
          if (block.text().contains("kind: RuleTests")) {
            return; // what the commands run
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
  Stream<DynamicTest> shouldFindEveryJavaBlockInCompiledCode() throws IOException {
    String compiled =
        squeezed(
            Files.readString(SNIPPETS.resolve("Snippets.java"))
                + Files.readString(SNIPPETS.resolve("CacheSnippets.java"))
                + Files.readString(FIRST_REGION.resolve("FirstRegion.java")));
    return tests(
        "java", block -> assertTrue(compiled.contains(squeezed(block.text())), block.text()));
  }

  @TestFactory
  Stream<DynamicTest> shouldShowTheFirstRegionAsItIs() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/cache.md"));
    return Stream.of("FirstRegion.java", "profiles.yaml")
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file,
                    () -> {
                      String text = Files.readString(FIRST_REGION.resolve(file));
                      assertTrue(page.contains("\n" + text + "```\n"), "whole, in docs/cache.md");
                    }));
  }

  @Test
  void shouldPrintWhatTheFirstRegionIsSaidToPrint(@TempDir Path directory) throws IOException {
    Path program = directory.resolve("FirstRegion.java");
    Files.writeString(program, here(Files.readString(FIRST_REGION.resolve("FirstRegion.java"))));

    try (ChildProcess process = inRoot("-cp", classPath(), program.toString())) {
      assertTrue(process.awaitExit(PATIENCE), "it goes on");
      String printed = String.join("\n", process.output());

      assertEquals(0, process.exitCode(), printed);
      String page = Files.readString(ROOT.resolve("docs/cache.md"));
      assertTrue(withoutNumbers(page).contains(withoutNumbers(printed)), printed);
    }
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
    return documents()
        .map(
            document ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(document).toString(),
                    () -> assertEquals(List.of(), brokenLinks(document))));
  }

  private static List<String> brokenLinks(Path document) throws IOException {
    return LINK.matcher(Files.readString(document))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.startsWith("https://") && !leadsSomewhere(document, link))
        .toList();
  }

  private static boolean leadsSomewhere(Path document, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? document : document.resolveSibling(file);
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path document) {
    try {
      String text = Files.readString(document);
      Stream<String> headings =
          HEADING
              .matcher(text)
              .results()
              .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
              .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
      Stream<String> named = ANCHOR.matcher(text).results().map(anchor -> anchor.group(1));
      return Stream.concat(headings, named).collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of each document, in which its files are written too. */
  @TestFactory
  Stream<DynamicTest> shouldRunEveryCommand() {
    return documents()
        .flatMap(DocumentationIT::blocks)
        .filter(block -> block.language().equals("console") || block.target() != null)
        .map(block -> DynamicTest.dynamicTest(name(block), () -> follow(block)));
  }

  private void follow(Block block) throws IOException {
    if (block.target() == null) {
      block.text().lines().filter(line -> line.startsWith("$ ")).forEach(this::run);
    } else {
      Files.writeString(work.resolve(block.target()), block.text());
    }
  }

  private void run(String line) {
    String command = line.substring(2);
    if (RUNNING.contains(command)) {
      return;
    }
    List<String> words = words(command);
    if (!words.remove(0).equals("./freshet")) {
      fail("found '" + command + "', expected a command of freshet or one of " + RUNNING);
    }
    if (HERE.contains(words.get(0))) {
      runHere(command, words);
      return;
    }
    if (words.get(0).equals("watch")) {
      words.addAll(List.of("--from-beginning", "--max", "1"));
    }
    try (ChildProcess process = ChildJvm.start(Main.class, words.toArray(String[]::new))) {
      assertTrue(process.awaitExit(PATIENCE), command + " goes on");
      assertEquals(0, process.exitCode(), String.join("\n", process.output()));
      assertFalse(process.output().isEmpty(), command + " says nothing");
    }
  }

  /** In this process. */
  private static void runHere(String command, List<String> words) {
    StringWriter said = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(said, true));
    line.setErr(new PrintWriter(said, true));

    int code = line.execute(words.toArray(String[]::new));

    assertEquals(0, code, command + "\n" + said);
    assertTrue(isQuiet(words) || !said.toString().isEmpty(), command + " says nothing");
  }

  /** Whether no output is the answer that all is well. */
  private static boolean isQuiet(List<String> words) {
    return words.contains("fmt");
  }

  /** The same with the endpoints of this run. */
  private String here(String text) {
    return text.replaceAll("(?<=[ =])(?=my-rules|freshet[.]yaml)", work + "/")
        .replaceAll("(?<=[ =])(?=invalidation-rules/|event-schemas/)", "../")
        .replace("http://localhost:8081", dev.endpoint("registry"))
        .replace("localhost:9092", dev.endpoint("kafka"))
        .replace("redis://localhost:6379", dev.endpoint("redis"));
  }

  private List<String> words(String command) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(here(command)); word.find(); ) {
      words.add(word.group(1) == null ? word.group() : word.group(1));
    }
    return words;
  }

  private static Stream<DynamicTest> tests(String language, Consumer<Block> check) {
    List<Block> blocks =
        documents()
            .flatMap(DocumentationIT::blocks)
            .filter(b -> b.language().equals(language) && !b.isExample())
            .toList();
    assertFalse(blocks.isEmpty(), "no block of " + language);
    return blocks.stream()
        .map(block -> DynamicTest.dynamicTest(name(block), () -> check.accept(block)));
  }

  private static String name(Block block) {
    String first = block.text().lines().findFirst().orElse("");
    return ROOT.relativize(block.file()) + ": " + (block.target() == null ? first : block.target());
  }

  private static Stream<Path> documents() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages = docs.filter(page -> page.toString().endsWith(".md")).toList();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Block> blocks(Path document) {
    try {
      return BLOCK
          .matcher(Files.readString(document))
          .results()
          .map(found -> new Block(document, found.group(1), found.group(2), found.group(3)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
