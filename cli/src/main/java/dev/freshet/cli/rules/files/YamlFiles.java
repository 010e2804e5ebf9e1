// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.files;

import dev.freshet.cli.UsageFailure;
import dev.freshet.rules.syntax.RuleFileSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that somebody names to be formatted. */
final class YamlFiles {
  private YamlFiles() {}

  /**
   * The files themselves, and of directories the YAML files of Freshet below them, in the order of
   * their paths: other tools keep their YAML beside rules.
   *
   * @throws UsageFailure if a path is not there, or a directory holds no such file
   */
  static List<Path> find(List<Path> paths) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      List<Path> found = Files.isDirectory(path) ? below(path) : List.of(path);
      if (found.isEmpty() || !Files.exists(path)) {
        throw new UsageFailure(path + ": found no rule file, expected files that end in .yaml");
      }
      files.addAll(found);
    }
    return files;
  }

  private static List<Path> below(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().matches(".*\\.ya?ml") && isOurs(file)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  /** Looked at byte by byte: whether the file is UTF-8 is said when it is read. */
  private static boolean isOurs(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
        .contains(RuleFileSyntax.API_VERSION);
  }
}
