// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.sample.EventFile;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds and reads test files. Stateless and safe for any thread; blocks on the disk. */
public final class CaseFiles {
  private final Function<List<RuleSource>, Compilation> compiler;
  private final EventTypes types;
  private final Map<Path, List<RuleSource>> sources = new HashMap<>();
  private final Map<Set<RuleSource>, TestedRules> compiled = new HashMap<>();
  private final List<TestFile> tests = new ArrayList<>();
  private final Set<Issue> issues = new LinkedHashSet<>();

  private CaseFiles(Function<List<RuleSource>, Compilation> compiler, EventTypes types) {
    this.compiler = compiler;
    this.types = types;
  }

  /**
   * The test files among some paths: a file is one itself, below a directory those that end in
   * {@code .test.yaml} or {@code .test.yml}; in the order of the paths, each once.
   *
   * @throws IOException if a path is not there or a directory cannot be read
   */
  public static List<Path> find(List<Path> paths) throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(
            path.toString(), null, "not there, expected a test file or a directory");
      }
      try (Stream<Path> below = Files.walk(path)) {
        below
            .filter(file -> file.equals(path) || RuleFiles.isTestFile(file))
            .filter(Files::isRegularFile)
            .sorted()
            .forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  /**
   * Reads test files, and the rules and events that they name. Rules that several files test are
   * compiled once. Of a directory all rules count, whether a test names their file or not.
   *
   * @param paths as for {@link #find}
   * @param types what is known of the events: rules are held against it, events get the types that
   *     they have on the wire, and a warning says which cannot be
   * @throws IOException if a test file cannot be read
   * @throws InvalidRuleFileException if anything else is wrong with tests, rules or events; carries
   *     all such issues
   */
  public static CaseSuite read(List<Path> paths, EventTypes types) throws IOException {
    return read(paths, types, sources -> RuleBook.compile(sources, types));
  }

  /** Reads test files about events of which nothing is known. */
  static CaseSuite read(List<Path> paths, Function<List<RuleSource>, Compilation> compiler)
      throws IOException {
    return read(paths, EventTypes.NONE, compiler);
  }

  private static CaseSuite read(
      List<Path> paths, EventTypes types, Function<List<RuleSource>, Compilation> compiler)
      throws IOException {
    CaseFiles reader = new CaseFiles(compiler, types);
    for (Path file : find(paths)) {
      try {
        reader.read(file);
      } catch (InvalidRuleFileException e) {
        reader.issues.addAll(e.issues());
      }
    }
    if (reader.issues.stream().anyMatch(Issue::isError)) {
      throw new InvalidRuleFileException(reader.issues.stream().filter(Issue::isError).toList());
    }
    for (Path path : paths) {
      reader.untested(path);
    }
    return new CaseSuite(reader.tests, List.copyOf(reader.issues));
  }

  /** Takes rules that no test needs. What is wrong with them is for {@code check} to say. */
  private void untested(Path path) throws IOException {
    Set<String> known =
        compiled.keySet().stream()
            .flatMap(Set::stream)
            .map(RuleSource::file)
            .collect(Collectors.toSet());
    for (Path file : RuleFiles.below(path)) {
      if (known.add(RuleFiles.nameOf(file))) {
        tests.addAll(withoutTests(file));
      }
    }
  }

  private static List<TestFile> withoutTests(Path file) throws IOException {
    try {
      TestedRules rules = new TestedRules(RuleBook.compile(RuleFiles.read(file)));
      return List.of(new TestFile(RuleFiles.nameOf(file), rules, List.of()));
    } catch (InvalidRuleFileException e) {
      return List.of();
    }
  }

  private void read(Path path) throws IOException {
    String name = RuleFiles.nameOf(path);
    IssueLog log = new IssueLog(new SourceText(name, RuleFiles.readText(path)));
    CaseParser.Parsed parsed = CaseParser.parse(log, types, file -> events(path, file, log));
    Set<RuleSource> sources = sources(path, parsed.rules(), log);
    if (!sources.isEmpty()) {
      TestedRules rules = compiled.computeIfAbsent(sources, this::compile);
      for (TestCase test : parsed.tests()) {
        if (test.rule() != null) {
          rules.checkName(test.rule(), log);
        }
      }
      tests.add(new TestFile(name, rules, parsed.tests()));
    }
    issues.addAll(log.issues());
  }

  private List<DomainEvent> events(Path testFile, Scalar file, IssueLog log) {
    try {
      Path path = testFile.resolveSibling(file.text()).normalize();
      return EventFile.read(RuleFiles.nameOf(path), RuleFiles.readText(path));
    } catch (InvalidRuleFileException e) {
      issues.addAll(e.issues());
    } catch (IOException | InvalidPathException e) {
      unreadable(file.span(), e, log);
    }
    return List.of();
  }

  /** Empty if one of them cannot be read, which is reported. */
  private Set<RuleSource> sources(Path testFile, List<Scalar> named, IssueLog log) {
    if (named.isEmpty()) {
      return new LinkedHashSet<>(sources(testFile, "", Span.at(0), log));
    }
    Set<RuleSource> sources = new LinkedHashSet<>();
    boolean complete = true;
    for (Scalar name : named) {
      List<RuleSource> read = sources(testFile, name.text(), name.span(), log);
      complete &= !read.isEmpty();
      sources.addAll(read);
    }
    return complete ? sources : Set.of();
  }

  private List<RuleSource> sources(Path testFile, String name, Span span, IssueLog log) {
    try {
      Path path = testFile.resolveSibling(name).normalize();
      List<RuleSource> known = sources.get(path);
      List<RuleSource> read = known == null ? RuleFiles.read(path) : known;
      sources.put(path, read);
      return read;
    } catch (InvalidRuleFileException e) {
      issues.addAll(e.issues());
    } catch (IOException | InvalidPathException e) {
      unreadable(span, e, log);
    }
    return List.of();
  }

  private static void unreadable(Span span, Exception reason, IssueLog log) {
    log.error(
        IssueCode.UNKNOWN_FILE,
        span,
        messageOf(reason),
        () -> "paths are relative to the directory of the test file");
  }

  private static String messageOf(Exception reason) {
    if (reason instanceof NoSuchFileException missing) {
      return missing.getReason() == null
          ? "found no file " + missing.getFile()
          : String.valueOf(missing.getMessage());
    }
    // The whole message would repeat a path with characters that cannot be shown.
    return reason instanceof InvalidPathException path
        ? "found no path: " + path.getReason()
        : "cannot read: " + reason.getMessage();
  }

  private TestedRules compile(Set<RuleSource> sources) {
    Compilation compilation = compiler.apply(List.copyOf(sources));
    compilation.allIssues().stream().filter(Issue::isError).forEach(issues::add);
    return new TestedRules(compilation);
  }
}
