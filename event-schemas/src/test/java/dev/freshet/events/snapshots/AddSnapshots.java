// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * Adds snapshots for each schema that is new or has changed since its last ones. Never touches
 * those that are there: they are what lies in topics. Run in the directory of the module, after the
 * tests have compiled:
 *
 * <pre>
 * mvn -q dependency:build-classpath -Dmdep.outputFile=target/test.cp -pl event-schemas -am test-compile
 * cd event-schemas
 * java -cp target/test-classes:target/classes:$(cat target/test.cp) \
 *     dev.freshet.events.snapshots.AddSnapshots
 * </pre>
 */
final class AddSnapshots {
  private AddSnapshots() {}

  public static void main(String[] args) throws IOException {
    for (Schema schema : Schemas.all()) {
      Path directory = Snapshot.directoryOf(schema);
      int versions = Snapshot.versions(directory);
      if (versions == 0
          || !Schemas.parse(Snapshot.schemaFile(directory, versions)).equals(schema)) {
        add(schema, directory, versions + 1);
        System.out.println(directory + ": added version " + (versions + 1));
      }
    }
  }

  private static void add(Schema schema, Path directory, int version) throws IOException {
    Files.createDirectories(directory);
    write(
        Snapshot.schemaFile(directory, version),
        Avro.JSON.readTree(schema.toString()).toPrettyString() + "\n");
    List<GenericRecord> records = SampleRecords.of(schema);
    for (int number = 0; number < records.size(); number++) {
      Snapshot snapshot = Snapshot.of(directory, version, number);
      byte[] bytes = Avro.encode(new GenericDatumWriter<>(schema), records.get(number));
      JsonNode json = Avro.tree(new GenericDatumReader<IndexedRecord>(schema), bytes);
      Files.write(snapshot.bytes(), bytes, StandardOpenOption.CREATE_NEW);
      write(snapshot.json(), json.toPrettyString() + "\n");
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
  }
}
