// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schemas of this module as they stand in their files. */
final class Schemas {
  private static final Path SOURCES = Path.of("src", "main", "avro");

  private Schemas() {}

  /** Every file's schema; files may refer to each other's types. */
  static List<Schema> all() throws IOException {
    SchemaParser parser = new SchemaParser();
    List<SchemaParser.ParseResult> parsed = new ArrayList<>();
    for (Path file : files()) {
      parsed.add(parser.parse(file));
    }
    return parsed.stream().map(SchemaParser.ParseResult::mainSchema).toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".avsc")).sorted().toList();
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
