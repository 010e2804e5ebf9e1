// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Avro records, codec 5, in Avro's single-object encoding: the fingerprint of the writer's schema
 * stands before the record. A node reads what was written with its own schema or with one of those
 * it was told of; a rolling deploy to another schema tells each release of the other's. Needs
 * {@code org.apache.avro:avro}. Safe for any thread.
 *
 * @param <V> the records
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#single-object-encoding">Avro,
 *     single-object encoding</a>
 */
public final class AvroRecordCodec<V extends IndexedRecord> implements Codec<V> {
  private static final short MARKER = (short) 0xC301;
  private static final int HEADER_BYTES = 2 + 8;

  static {
    // Avro instantiates only classes that the process trusts, because a schema may come from
    // outside.
    // Here the service names all schemas, and what Avro's compiler generates holds nothing but
    // fields.
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(),
            type ->
                SpecificRecord.class.isAssignableFrom(type)
                    || SpecificFixed.class.isAssignableFrom(type)
                    || GenericEnumSymbol.class.isAssignableFrom(type)));
  }

  private final String name;
  private final Class<?> type;
  private final Schema schema;
  private final long fingerprint;
  private final DatumWriter<V> writer;
  private final Map<Long, DatumReader<V>> readers = new HashMap<>();

  @SuppressWarnings("unchecked") // The model reads records of the schema's class: V.
  private AvroRecordCodec(
      Class<?> type, GenericData model, Schema schema, List<Schema> alsoWritten) {
    this.type = type;
    this.name = "codec avro of " + schema.getFullName();
    this.schema = schema;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    this.writer = (DatumWriter<V>) model.createDatumWriter(schema);
    readers.put(fingerprint, (DatumReader<V>) model.createDatumReader(schema, schema));
    for (Schema other : alsoWritten) {
      requireReadable(other);
      readers.put(
          SchemaNormalization.parsingFingerprint64(other),
          (DatumReader<V>) model.createDatumReader(other, schema));
    }
  }

  /**
   * For generic records.
   *
   * @param schema of the records that it takes and returns
   * @param alsoWritten schemas with which other releases write
   * @throws IllegalArgumentException if the schema cannot read one of the others
   */
  public static AvroRecordCodec<GenericRecord> generic(Schema schema, Schema... alsoWritten) {
    return new AvroRecordCodec<>(
        GenericRecord.class, GenericData.get(), schema, List.of(alsoWritten));
  }

  /**
   * For generated classes.
   *
   * @param type of the records
   * @param alsoWritten schemas with which other releases write
   * @throws IllegalArgumentException if the type's schema cannot read one of the others
   */
  public static <T extends SpecificRecord> AvroRecordCodec<T> specific(
      Class<T> type, Schema... alsoWritten) {
    SpecificData model = SpecificData.getForClass(type);
    return new AvroRecordCodec<>(type, model, model.getSchema(type), List.of(alsoWritten));
  }

  @Override
  public int id() {
    return 5;
  }

  @Override
  public byte[] encode(V value) {
    // The writer goes by the position of a field: another schema's record would become nonsense.
    if (!schema.equals(value.getSchema())) {
      throw new CodecException(
          name + ": found a record of another schema " + value.getSchema().getFullName());
    }
    return Guard.encode(
        name,
        () -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          out.write(header(fingerprint));
          BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
          writer.write(value, encoder);
          return out.toByteArray();
        });
  }

  @Override
  public V decode(byte[] bytes) {
    return Guard.decode(
        name,
        bytes,
        () -> {
          DatumReader<V> reader = readerFor(bytes);
          int length = bytes.length - HEADER_BYTES;
          BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, length, null);
          V value = reader.read(null, in);
          if (!in.isEnd()) {
            throw new IOException("bytes behind the record");
          }
          return value;
        });
  }

  private DatumReader<V> readerFor(byte[] bytes) {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES || header.getShort() != MARKER) {
      throw new CodecException(
          name + ": found " + bytes.length + " other bytes, expected a single-object encoding");
    }
    long found = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
    DatumReader<V> reader = readers.get(found);
    if (reader == null) {
      throw new CodecException(
          "%s: schema fingerprint: found %016x, expected one of %d known"
              .formatted(name, found, readers.size()));
    }
    return reader;
  }

  private void requireReadable(Schema written) {
    if (SchemaCompatibility.checkReaderWriterCompatibility(schema, written).getType()
        != SchemaCompatibilityType.COMPATIBLE) {
      throw new IllegalArgumentException(
          name + ": found a schema " + written.getFullName() + " that it cannot read: " + written);
    }
  }

  private static byte[] header(long fingerprint) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putShort(MARKER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(fingerprint)
        .array();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AvroRecordCodec<?> codec
        && codec.type == type
        && codec.schema.equals(schema)
        && codec.readers.keySet().equals(readers.keySet());
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, fingerprint);
  }

  @Override
  public String toString() {
    return name;
  }
}
