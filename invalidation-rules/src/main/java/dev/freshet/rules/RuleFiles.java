// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads rule files from disk. Stateless and safe for any thread; blocks on the disk. */
public final class RuleFiles {
  private RuleFiles() {}

  /**
   * Reads a file, or all {@code *.yaml} and {@code *.yml} files below a directory in the order of
   * their paths, save for tests. The name of a rule set is the one in its metadata; where none can
   * be read, it is the file's, and compiling says what is wrong.
   *
   * @throws IOException if a file cannot be read or the directory holds none
   * @throws InvalidRuleFileException if files are too large or no UTF-8; carries all such issues
   */
  public static List<RuleSource> read(Path path) throws IOException {
    List<RuleSource> sources = new ArrayList<>();
    List<Issue> issues = new ArrayList<>();
    for (Path file : find(path)) {
      try {
        sources.add(readFile(file));
      } catch (InvalidRuleFileException e) {
        issues.addAll(e.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new InvalidRuleFileException(issues);
    }
    return List.copyOf(sources);
  }

  /**
   * The files that {@link #read} reads of a path: a file itself, or those below a directory.
   *
   * @throws IOException if the directory cannot be read or holds none
   */
  public static List<Path> find(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> found = below(path);
    if (found.isEmpty()) {
      throw new NoSuchFileException(
          path.toString(), null, "found no rule file, expected files that end in .yaml or .yml");
    }
    return found;
  }

  /**
   * The rule files below a directory, in the order of their paths; none if it holds none, or is
   * none.
   *
   * @throws IOException if the directory cannot be read
   */
  public static List<Path> below(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(RuleFiles::isRuleFile).sorted().toList();
    }
  }

  private static boolean isRuleFile(Path path) {
    String name = String.valueOf(path.getFileName());
    return Files.isRegularFile(path)
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !isTestFile(path);
  }

  /** Whether a file holds tests of rules, by its name. */
  public static boolean isTestFile(Path path) {
    return path.toString().endsWith(".test.yaml") || path.toString().endsWith(".test.yml");
  }

  private static RuleSource readFile(Path path) throws IOException {
    return named(nameOf(path), readText(path));
  }

  /** What a file is called in messages: the same on every system, and however it was named. */
  public static String nameOf(Path path) {
    return path.normalize().toString().replace('\\', '/');
  }

  /**
   * The text of a file.
   *
   * @throws IOException if it cannot be read
   * @throws InvalidRuleFileException if it is too large or no UTF-8
   */
  public static String readText(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return readText(nameOf(path), in);
    }
  }

  /**
   * The text that a stream gives, which stays open; what is beyond any limit is not read.
   *
   * @param file what to call it in messages
   * @throws IOException if it cannot be read
   * @throws InvalidRuleFileException if it is too large or no UTF-8
   */
  public static String readText(String file, InputStream in) throws IOException {
    // No character takes more than four bytes.
    int most = 4 * Limit.FILE_SIZE.max();
    byte[] bytes = in.readNBytes(most + 1);
    if (bytes.length > most) {
      IssueLog issues = new IssueLog(new SourceText(file, ""));
      issues.error(IssueCode.LIMIT, Span.at(0), Limit.FILE_SIZE.exceeded());
      throw new InvalidRuleFileException(issues.issues());
    }
    return RuleSource.decode(file, bytes);
  }

  /** A text as the rule set that its metadata names, or else its file. */
  public static RuleSource named(String file, String text) {
    String name = RuleFileParser.nameOf(file, text);
    String base = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    return new RuleSource(name == null ? base : name, file, 0, text);
  }
}
