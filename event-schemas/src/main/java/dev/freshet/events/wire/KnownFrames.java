// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of generated classes as the genuine serializer wrote the first of their kind: the
 * same head, with the id that the registry gave their schema, and behind it Avro. The serializer
 * looks the id up for each record by a hash over the whole schema, which takes twice as long as all
 * else. Other records are left to it: their schemas come and go.
 *
 * <p>Safe for any thread.
 */
final class KnownFrames {
  private static final int HEAD_BYTES = 5;
  private static final int MOST = 1_000;
  private static final int TYPICAL_BYTES = 256;
  private static final EncoderFactory ENCODERS =
      new EncoderFactory().configureBufferSize(TYPICAL_BYTES);

  private record Kind(String topic, Class<?> type) {}

  private record Frame(Schema schema, byte[] head, DatumWriter<IndexedRecord> writer) {}

  private final Map<Kind, Frame> frames = new ConcurrentHashMap<>();

  /**
   * The record's bytes; null if its kind is not known, or if it does not fit its schema, which the
   * serializer says better.
   */
  byte @Nullable [] encode(String topic, IndexedRecord record) {
    Frame frame = frames.get(new Kind(topic, record.getClass()));
    if (frame == null || !frame.schema().equals(record.getSchema())) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    bytes.writeBytes(frame.head());
    BinaryEncoder encoder = ENCODERS.binaryEncoder(bytes, null);
    try {
      frame.writer().write(record, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException misfit) {
      return null;
    }
    return bytes.toByteArray();
  }

  /**
   * Remembers how the serializer wrote a record.
   *
   * @param bytes its bytes
   */
  void remember(String topic, IndexedRecord record, byte[] bytes) {
    if (record instanceof SpecificRecord && frames.size() < MOST) {
      Schema schema = record.getSchema();
      byte[] head = Arrays.copyOf(bytes, HEAD_BYTES);
      frames.put(
          new Kind(topic, record.getClass()),
          new Frame(schema, head, new SpecificDatumWriter<>(schema)));
    }
  }
}
