// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

import dev.freshet.cli.Trouble;
import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.rules.options.Live;
import dev.freshet.cli.rules.options.StandardInput;
import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.io.IOException;
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
public record RuleInputs(List<RuleSource> sources, List<Issue> unread) {
  public RuleInputs {
    sources = List.copyOf(sources);
    unread = List.copyOf(unread);
  }

  /**
   * Reads files, directories and standard input.
   *
   * @throws UsageFailure if a path is not there, cannot be read, or holds no rule file
   */
  public static RuleInputs read(List<String> paths) {
    Map<String, RuleSource> sources = new LinkedHashMap<>();
    List<Issue> unread = new ArrayList<>();
    for (String path : paths) {
      try {
        if (path.equals(StandardInput.PATH)) {
          add(sources, unread, () -> List.of(named(StandardInput.read())));
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
    return paths.stream().filter(path -> !path.equals(StandardInput.PATH)).map(Path::of).toList();
  }

  /**
   * The rules of files, or those in force if no file is named.
   *
   * @throws IOException if a path is not there or cannot be read
   * @throws InvalidRuleFileException if they have errors
   */
  static RuleBook book(List<Path> paths, Live live, EventTypes types)
      throws IOException, InterruptedException {
    List<RuleSource> sources = new ArrayList<>();
    for (Path path : paths) {
      sources.addAll(RuleFiles.read(path));
    }
    return RuleBook.compile(paths.isEmpty() ? inForce(live) : sources, types).orThrow();
  }

  private static List<RuleSource> inForce(Live live) throws InterruptedException {
    try (RuleSetPublisher rules = live.open()) {
      return rules.current().stream().map(Revisions::source).toList();
    }
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
}
