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
   * their paths, save for {@code *.test.yaml}. The name of a rule set is the one in its metadata;
   * where none can be read, it is the file's, and compiling says what is wrong.
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
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> found = files.filter(RuleFiles::isRuleFile).sorted().toList();
      if (found.isEmpty()) {
        throw new NoSuchFileException(
            path.toString(), null, "found no rule file, expected files that end in .yaml or .yml");
      }
      return found;
    }
  }

  private static boolean isRuleFile(Path path) {
    String name = String.valueOf(path.getFileName());
    return Files.isRegularFile(path)
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.endsWith(".test.yaml");
  }

  private static RuleSource readFile(Path path) throws IOException {
    return named(nameOf(path), readText(path));
  }

  /** What a file is called in messages, on every system. */
  public static String nameOf(Path path) {
    return path.toString().replace('\\', '/');
  }

  /**
   * The text of a file.
   *
   * @throws IOException if it cannot be read
   * @throws InvalidRuleFileException if it is too large or no UTF-8
   */
  public static String readText(Path path) throws IOException {
    String file = nameOf(path);
    long bytes = Files.size(path);
    // No character takes more than four bytes: a larger file is not even read.
    if (bytes > 4L * Limit.FILE_SIZE.max()) {
      IssueLog issues = new IssueLog(new SourceText(file, ""));
      issues.error(IssueCode.LIMIT, Span.at(0), Limit.FILE_SIZE.exceeded());
      throw new InvalidRuleFileException(issues.issues());
    }
    return RuleSource.decode(file, Files.readAllBytes(path));
  }

  /** A text as the rule set that its metadata names, or else its file. */
  public static RuleSource named(String file, String text) {
    String name = RuleFileParser.nameOf(file, text);
    String base = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.ya?ml$", "");
    return new RuleSource(name == null ? base : name, file, 0, text);
  }
}
