// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * One record as some version of its schema wrote it: {@code vN.avsc} is the schema, {@code
 * vN-M.avro.bin} the bytes, {@code vN-M.json} what they say; N counts the versions of the schema
 * from 1, M the records of that version from 0.
 *
 * @param schema the file of the writer's schema
 * @param bytes the file of the record
 * @param json the file of what the record says
 */
record Snapshot(Path schema, Path bytes, Path json) {
  private static final Path ROOT = Path.of("src", "test", "resources", "snapshots");

  static Path directoryOf(Schema schema) {
    return ROOT.resolve(schema.getFullName());
  }

  static Snapshot of(Path directory, int version, int number) {
    String name = "v" + version + "-" + number;
    return new Snapshot(
        schemaFile(directory, version),
        directory.resolve(name + ".avro.bin"),
        directory.resolve(name + ".json"));
  }

  static Path schemaFile(Path directory, int version) {
    return directory.resolve("v" + version + ".avsc");
  }

  /** How many versions of a schema have snapshots. */
  static int versions(Path directory) {
    int version = 0;
    while (Files.exists(schemaFile(directory, version + 1))) {
      version++;
    }
    return version;
  }

  /** All snapshots of all versions of a schema. */
  static List<Snapshot> allOf(Schema schema) throws IOException {
    Path directory = directoryOf(schema);
    List<Snapshot> all = new ArrayList<>();
    for (int version = 1; version <= versions(directory); version++) {
      Snapshot next = of(directory, version, 0);
      if (!Files.exists(next.bytes())) {
        throw new IOException(next.schema() + ": found no record of this version, expected one");
      }
      for (int number = 1; Files.exists(next.bytes()); number++) {
        all.add(next);
        next = of(directory, version, number);
      }
    }
    return all;
  }
}
