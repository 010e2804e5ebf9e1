// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import dev.freshet.events.wire.UndecodableRecordException.Reason;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.confluent.kafka.serializers.subject.TopicRecordNameStrategy;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads Avro records in the Confluent wire format, with the genuine Confluent
 * serializers. Schemas are registered under {@code <topic>-<record name>}, so that one topic holds
 * records of several types.
 *
 * <p>Safe for any thread. The first record of a schema blocks on the registry; after that the
 * schema is in memory for good, because an id never changes its meaning.
 */
public final class AvroCodec implements AutoCloseable {
  private static final int HEADER_BYTES = 5;
  private static final int SCHEMAS_IN_MEMORY = 10_000;

  /** The registry's own codes begin with this; a bare HTTP 404 may come from a wrong URL. */
  private static final int NOT_FOUND = 404;

  /** HTTP statuses with which a registry refuses a schema for good. */
  private static final Set<Integer> REFUSALS = Set.of(400, 404, 409, 422);

  static {
    GeneratedClasses.trust();
  }

  private final SchemaRegistryClient registry;
  private final KafkaAvroSerializer serializer;
  private final KnownFrames known = new KnownFrames();
  private final KafkaAvroDeserializer specific;
  private final KafkaAvroDeserializer generic;

  /**
   * A codec on a registry, which is not asked before the first record.
   *
   * @param registryUrl base URL, several with commas, or {@code mock://NAME} for one in this
   *     process
   */
  public static AvroCodec forRegistry(String registryUrl) {
    return forRegistry(registryUrl, Map.of());
  }

  /**
   * A codec on a registry, which is not asked before the first record.
   *
   * @param registryUrl base URL, several with commas, or {@code mock://NAME} for one in this
   *     process
   * @param clientConfig further settings of the Confluent client, for example for TLS
   */
  public static AvroCodec forRegistry(String registryUrl, Map<String, ?> clientConfig) {
    Map<String, Object> config = new HashMap<>();
    config.put("http.connect.timeout.ms", 5_000);
    config.put("http.read.timeout.ms", 10_000);
    config.put("max.retries", 2);
    config.put("retries.wait.ms", 100);
    config.putAll(clientConfig);
    return new AvroCodec(
        SchemaRegistryClientFactory.newClient(
            List.of(registryUrl.split(",", -1)),
            SCHEMAS_IN_MEMORY,
            List.of(new AvroSchemaProvider()),
            config,
            Map.of()));
  }

  AvroCodec(SchemaRegistryClient registry) {
    this.registry = registry;
    this.serializer = new KafkaAvroSerializer(registry, settings(Map.of()));
    this.specific =
        new KafkaAvroDeserializer(registry, settings(Map.of("specific.avro.reader", true)));
    this.generic =
        new KafkaAvroDeserializer(
            registry, settings(Map.of("avro.use.logical.type.converters", true)));
  }

  private static Map<String, Object> settings(Map<String, Object> own) {
    Map<String, Object> settings = new HashMap<>(own);
    // Required by the serializers' configuration; they use the client that they are given.
    settings.put("schema.registry.url", "mock://unused");
    settings.put("value.subject.name.strategy", TopicRecordNameStrategy.class.getName());
    // Else Java's string type would make our schemas differ from those of any other producer.
    settings.put("avro.remove.java.properties", true);
    return settings;
  }

  /**
   * The record's bytes.
   *
   * @param topic where the record goes: part of the name under which its schema is registered
   * @throws UnencodableRecordException if the record does not fit its schema or the registry
   *     refuses the schema
   * @throws RegistryUnavailableException if the registry cannot be asked
   */
  public byte[] encode(String topic, IndexedRecord record) {
    byte[] quickly = known.encode(topic, record);
    if (quickly != null) {
      return quickly;
    }
    try {
      byte[] bytes = serializer.serialize(topic, record);
      known.remember(topic, record, bytes);
      return bytes;
    } catch (KafkaException e) {
      if (isRegistryTrouble(e)) {
        throw unavailable(topic, e);
      }
      throw new UnencodableRecordException(
          topic
              + ": cannot write a "
              + record.getSchema().getFullName()
              + ": "
              + rootOf(e).getMessage(),
          e);
    }
  }

  /**
   * The record as the generated class that has its schema's name.
   *
   * @param from where the record stands, for messages
   * @throws UndecodableRecordException if these bytes are no such record
   * @throws RegistryUnavailableException if the registry cannot be asked
   */
  public SpecificRecord decode(RecordAddress from, byte @Nullable [] value) {
    return read(
        from, value, SpecificRecord.class, bytes -> specific.deserialize(from.topic(), bytes));
  }

  /**
   * The record as a generated class.
   *
   * @param from where the record stands, for messages
   * @throws UndecodableRecordException if these bytes are no such record
   * @throws RegistryUnavailableException if the registry cannot be asked
   */
  public <T extends SpecificRecord> T decode(
      RecordAddress from, byte @Nullable [] value, Class<T> type) {
    Schema schema = SpecificData.get().getSchema(type);
    return read(from, value, type, bytes -> specific.deserialize(from.topic(), bytes, schema));
  }

  /**
   * The record with the schema it was written with; logical types are converted.
   *
   * @param from where the record stands, for messages
   * @throws UndecodableRecordException if these bytes are no record
   * @throws RegistryUnavailableException if the registry cannot be asked
   */
  public GenericRecord decodeGeneric(RecordAddress from, byte @Nullable [] value) {
    return read(
        from, value, GenericRecord.class, bytes -> generic.deserialize(from.topic(), bytes));
  }

  @FunctionalInterface
  private interface Reader {
    @Nullable Object read(byte[] value);
  }

  private <T> T read(RecordAddress from, byte @Nullable [] value, Class<T> type, Reader reader) {
    byte[] bytes = requireFrame(from, value);
    requireSchema(from, ByteBuffer.wrap(bytes).getInt(1));
    Object record = parse(from, bytes, type, reader);
    if (!type.isInstance(record)) {
      throw new UndecodableRecordException(
          Reason.MALFORMED,
          from + ": found an Avro value that is no record, expected a " + type.getSimpleName());
    }
    if (record instanceof SpecificRecord specific && RecordUnions.has(specific.getSchema())) {
      requireKnownRecords(
          from,
          (GenericRecord) parse(from, bytes, type, all -> generic.deserialize(from.topic(), all)),
          specific);
    }
    return type.cast(record);
  }

  private static @Nullable Object parse(
      RecordAddress from, byte[] bytes, Class<?> type, Reader reader) {
    try {
      return reader.read(bytes);
    } catch (KafkaException e) {
      // Never the registry: the schema is in memory by now, all else is in the bytes.
      throw undecodable(from, type, e);
    } catch (StackOverflowError e) {
      // Avro reads and skips what is recursive by recursion and, unlike a JSON parser, without
      // limit.
      throw new UndecodableRecordException(
          Reason.MALFORMED, from + ": the record is nested too deep to be read", e);
    }
  }

  private static void requireKnownRecords(
      RecordAddress from, @Nullable GenericRecord plain, SpecificRecord read) {
    RecordUnions.mistaken(read, Objects.requireNonNull(plain))
        .ifPresent(
            unknown -> {
              throw new UndecodableRecordException(
                  Reason.MALFORMED,
                  from + ": found a record that this version does not know, " + unknown);
            });
  }

  private static byte[] requireFrame(RecordAddress from, byte @Nullable [] value) {
    if (value == null || value.length == 0) {
      throw new UndecodableRecordException(
          Reason.EMPTY, from + ": found no value, expected an Avro record");
    }
    if (value[0] != 0) {
      throw new UndecodableRecordException(
          Reason.NOT_AVRO,
          String.format(
              "%s: first byte is wrong, found 0x%02x, expected 0x00 (Confluent wire format)",
              from, value[0]));
    }
    if (value.length < HEADER_BYTES) {
      throw new UndecodableRecordException(
          Reason.TRUNCATED,
          from + ": found " + value.length + " bytes, expected a schema id in the first 5");
    }
    return value;
  }

  /** Asks for the schema by itself, because the deserializer hides why it could not get it. */
  private void requireSchema(RecordAddress from, int id) {
    try {
      registry.getSchemaById(id);
    } catch (RestClientException e) {
      throw e.getErrorCode() / 100 == NOT_FOUND
          ? new UndecodableRecordException(
              Reason.UNKNOWN_SCHEMA, from + ": the registry knows no schema with id " + id, e)
          : unavailable(from, e);
    } catch (IOException e) {
      throw isNotAvro(e) ? notAvro(from, id, e) : unavailable(from, e);
    } catch (RuntimeException e) {
      // The client has a provider for Avro alone and says so with an unchecked exception.
      throw notAvro(from, id, e);
    }
  }

  /** The client uses an IOException without a type of its own for a schema that it cannot parse. */
  private static boolean isNotAvro(IOException e) {
    return String.valueOf(e.getMessage()).startsWith("Invalid schema");
  }

  private static UndecodableRecordException notAvro(RecordAddress from, int id, Exception e) {
    return new UndecodableRecordException(
        Reason.NOT_AVRO, from + ": schema " + id + " is no Avro schema that can be read", e);
  }

  private static UndecodableRecordException undecodable(
      RecordAddress from, Class<?> type, KafkaException e) {
    Throwable root = rootOf(e);
    return root instanceof EOFException
        ? new UndecodableRecordException(
            Reason.TRUNCATED, from + ": the bytes end before the record does", e)
        : new UndecodableRecordException(
            Reason.MALFORMED,
            from + ": the bytes are no " + type.getSimpleName() + ": " + root.getMessage(),
            e);
  }

  private static boolean isRegistryTrouble(KafkaException e) {
    Throwable root = rootOf(e);
    if (root instanceof RestClientException rest) {
      return !REFUSALS.contains(rest.getStatus());
    }
    return root instanceof RetriableException || root instanceof IOException;
  }

  private static Throwable rootOf(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static RegistryUnavailableException unavailable(Object where, Exception e) {
    return new RegistryUnavailableException(
        where + ": the schema registry cannot be asked: " + rootOf(e).getMessage(), e);
  }

  /** Closes the connections to the registry. */
  @Override
  public void close() {
    try {
      registry.close();
    } catch (IOException e) {
      throw new UncheckedIOException("schema registry client: cannot be closed", e);
    }
  }
}
