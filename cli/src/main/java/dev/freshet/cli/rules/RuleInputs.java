// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rule files that somebody has named.
 *
 * @param sources those that could be decoded, each once
 * @param unread what is wrong with the others
 */
record RuleInputs(List<RuleSource> sources, List<Issue> unread) {
  /** Stands for standard input. */
  static final String STANDARD_INPUT = "-";

  RuleInputs {
    sources = List.copyOf(sources);
    unread = List.copyOf(unread);
  }

  /**
   * Reads files, directories and standard input.
   *
   * @throws UsageFailure if a path is not there, cannot be read, or holds no rule file
   */
  static RuleInputs read(List<String> paths, InputStream standardInput) {
    Map<String, RuleSource> sources = new LinkedHashMap<>();
    List<Issue> unread = new ArrayList<>();
    for (String path : paths) {
      try {
        if (path.equals(STANDARD_INPUT)) {
          add(sources, unread, () -> List.of(named(standardInput(standardInput))));
        } else {
          for (Path file : RuleFiles.find(Path.of(path))) {
            add(sources, unread, () -> RuleFiles.read(file));
          }
        }
      } catch (IOException e) {
        throw new UsageFailure(Trouble.line(e));
      }
    }
    return new RuleInputs(List.copyOf(sources.values()), unread);
  }

  /** The directories and files, without standard input. */
  static List<Path> pathsOf(List<String> paths) {
    return paths.stream().filter(path -> !path.equals(STANDARD_INPUT)).map(Path::of).toList();
  }

  private interface Reading {
    List<RuleSource> read() throws IOException;
  }

  /** A file that cannot be decoded does not keep the others from being read. */
  private static void add(Map<String, RuleSource> sources, List<Issue> unread, Reading reading)
      throws IOException {
    try {
      reading.read().forEach(source -> sources.putIfAbsent(source.file(), source));
    } catch (InvalidRuleFileException e) {
      unread.addAll(e.issues());
    }
  }

  private static RuleSource named(RuleSource source) {
    return RuleFiles.named(source.file(), source.text());
  }

  /**
   * What stands on standard input, whatever it is.
   *
   * @throws InvalidRuleFileException if it is no UTF-8
   */
  static RuleSource standardInput(InputStream in) throws IOException {
    // What is beyond any limit is not kept; whoever reads the text then names the limit.
    byte[] bytes = in.readNBytes(4 * Limit.FILE_SIZE.max() + 4);
    String file = "standard input";
    return RuleSource.ofUtf8(file, file, 0, bytes);
  }
}
