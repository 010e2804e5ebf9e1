// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** The schemas of this module as they stand in their files. */
final class Schemas {
  private static final Path SOURCES = Path.of("src", "main", "avro");

  private Schemas() {}

  /** Every file's schema, by full name. */
  static List<Schema> all() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".avsc"))
          .sorted()
          .map(Schemas::parse)
          .toList();
    }
  }

  static Schema parse(Path file) {
    try {
      return new Schema.Parser().parse(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }
}
