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
import org.apache.avro.specific.SpecificData;
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

  /** A thread that once wrote something large need not keep the room for it. */
  private static final int MOST_KEPT_BYTES = 64 << 10;

  private static final EncoderFactory ENCODERS =
      new EncoderFactory().configureBufferSize(TYPICAL_BYTES);

  /** Has records write their fields themselves, where their classes know how. */
  private static final SpecificData FIELD_BY_FIELD = new SpecificData();

  static {
    FIELD_BY_FIELD.setCustomCoders(true);
  }

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private record Kind(String topic, Class<?> type) {}

  private record Frame(Schema schema, byte[] head, DatumWriter<IndexedRecord> writer) {}

  /** What encoding needs, and each thread uses again and again. */
  private static final class Scratch {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    final BinaryEncoder encoder = ENCODERS.binaryEncoder(bytes, null);
  }

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
    Scratch scratch = SCRATCH.get();
    scratch.bytes.writeBytes(frame.head());
    try {
      frame.writer().write(record, scratch.encoder);
      scratch.encoder.flush();
    } catch (IOException | RuntimeException misfit) {
      // With what may be left in the encoder.
      SCRATCH.remove();
      return null;
    }
    byte[] all = scratch.bytes.toByteArray();
    scratch.bytes.reset();
    if (all.length > MOST_KEPT_BYTES) {
      SCRATCH.remove();
    }
    return all;
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
          new Frame(schema, head, new SpecificDatumWriter<>(schema, FIELD_BY_FIELD)));
    }
  }
}
