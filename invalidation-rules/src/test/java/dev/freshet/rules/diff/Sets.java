// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rule sets of tests. */
final class Sets {
  private static final Path DIRECTORY = Path.of("src/test/resources/diff");

  private Sets() {}

  static Path path(String name) {
    return DIRECTORY.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a text declares, whether it stands together or not. */
  static List<RuleSetFile> of(String text) {
    return RuleBook.compile(List.of(new RuleSource("all", "all.yaml", 1, text))).files();
  }
}
