// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that any published version of a schema wrote must stay readable, and say the same. */
class SnapshotTest {
  private static final RecordAddress AT = new RecordAddress("snapshots", 0, 0);

  private final SchemaRegistryClient registry = MockSchemaRegistry.getClientForScope("snapshots");
  private final AvroCodec codec = AvroCodec.forRegistry("mock://snapshots");

  static Stream<Schema> schemas() throws IOException {
    return Schemas.all().stream();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldHaveSnapshotsOfTheSchemaAsItIsNow(Schema schema) throws IOException {
    Path directory = Snapshot.directoryOf(schema);
    int versions = Snapshot.versions(directory);

    assertTrue(versions > 0, () -> directory + ": found no snapshot, see AddSnapshots");
    assertEquals(
        Schemas.parse(Snapshot.schemaFile(directory, versions)),
        schema,
        () ->
            directory
                + ": the schema has changed since version "
                + versions
                + ", see AddSnapshots");
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldReadWhatEveryVersionWrote(Schema schema) throws Exception {
    for (Snapshot snapshot : Snapshot.allOf(schema)) {
      Schema writer = Schemas.parse(snapshot.schema());
      byte[] bytes = Files.readAllBytes(snapshot.bytes());
      JsonNode expected = Avro.JSON.readTree(Files.readString(snapshot.json()));

      JsonNode read = Avro.tree(new GenericDatumReader<>(writer, schema), bytes);
      byte[] rewritten = throughGeneratedClass(writer, schema, bytes);
      JsonNode reread = Avro.tree(new GenericDatumReader<>(schema), rewritten);

      assertContains(snapshot.json().toString(), expected, read);
      assertEquals(read, reread, () -> snapshot.bytes() + ": the generated class reads otherwise");
    }
  }

  /** Reads as nodes and coordinators do, and writes it again in the present schema. */
  private byte[] throughGeneratedClass(Schema writer, Schema schema, byte[] bytes)
      throws Exception {
    Class<? extends SpecificRecordBase> type =
        Class.forName(schema.getFullName()).asSubclass(SpecificRecordBase.class);
    int id = registry.register(schema.getFullName(), new AvroSchema(writer));
    byte[] framed =
        ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(id).put(bytes).array();
    SpecificRecordBase record = codec.decode(AT, framed, type);
    return Avro.encode(new SpecificDatumWriter<>(schema, SpecificData.getForClass(type)), record);
  }

  /** Newer versions may add fields; what an older one wrote must all still be there. */
  private static void assertContains(String where, JsonNode expected, JsonNode found) {
    if (!expected.isObject()) {
      assertEquals(expected, found, where);
      return;
    }
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      JsonNode value = found.get(field.getKey());
      assertNotNull(value, where + ": the field " + field.getKey() + " is gone");
      assertContains(where + "/" + field.getKey(), field.getValue(), value);
    }
  }
}
