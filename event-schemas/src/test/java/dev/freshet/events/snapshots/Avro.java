// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.snapshots;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro's bare binary form. */
final class Avro {
  static final ObjectMapper JSON = new ObjectMapper();

  private Avro() {}

  static <T extends IndexedRecord> byte[] encode(DatumWriter<T> writer, T record)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    writer.write(record, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  static <T> T decode(DatumReader<T> reader, byte[] bytes) throws IOException {
    return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
  }

  /** What a record says, with bare values: nothing of unions and logical types. */
  static JsonNode tree(GenericDatumReader<IndexedRecord> reader, byte[] bytes) throws IOException {
    return JSON.readTree(decode(reader, bytes).toString());
  }
}
