// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files with the exact text that a user reads. With {@code -Dfreshet.golden=write} they are written
 * anew, for review.
 */
public final class Golden {
  private Golden() {}

  /** The YAML files of a directory, in the order of their names. */
  public static List<Path> inputs(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** The file beside an input that holds what it gives. */
  public static Path beside(Path input, String suffix) {
    return Path.of(input.toString().replace(".yaml", suffix));
  }

  /** Holds a text to the file. */
  public static void check(Path file, String found) throws IOException {
    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(file, found);
    }
    assertEquals(Files.readString(file), found);
  }
}
