// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads domain events from Kafka records, whichever way they are framed.
 *
 * <p>In this order: a schema id in the header {@code __value_schema_id} is refused (the framing of
 * newer Confluent producers, which this version does not read); a content type of {@code
 * application/cloudevents} means structured mode; a value that begins with a zero byte is Avro in
 * the Confluent wire format; all else is binary mode in JSON.
 *
 * <p>An Avro record may lack {@code ce_} headers: its type then comes from the property {@code
 * eventType} of its schema, its id from the record's address, its source from the topic.
 *
 * <p>Safe for any thread. Blocks on the schema registry for the first record of an Avro schema.
 */
public final class EventDecoder {
  private static final String HEADER_FRAMING = "__value_schema_id";
  private static final String TYPE_PROPERTY = "eventType";

  private final AvroCodec avro;

  /** A decoder that reads Avro values with {@code avro}, which stays the caller's to close. */
  public EventDecoder(AvroCodec avro) {
    this.avro = avro;
  }

  /**
   * The event in a record.
   *
   * @param address where the record stands
   * @param value the record's value, null for a tombstone
   * @throws UndecodableRecordException if the record is no event; no repetition helps
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the schema registry cannot be
   *     asked; says nothing about the record
   */
  public DomainEvent decode(RecordAddress address, Headers headers, byte @Nullable [] value) {
    if (headers.lastHeader(HEADER_FRAMING) != null) {
      throw new UndecodableRecordException(
          Reason.UNSUPPORTED_FRAMING,
          address
              + ": found a schema id in the header "
              + HEADER_FRAMING
              + ", expected it in the value (serializer without HeaderSchemaIdSerializer)");
    }
    BinaryHeaders attributes = BinaryHeaders.read(address, headers);
    byte[] bytes = value == null ? new byte[0] : value;
    if (attributes.contentType().isCloudEvents()) {
      return StructuredMode.read(address, attributes.contentType(), bytes);
    }
    if (bytes.length > 0 && bytes[0] == 0) {
      return avro(address, attributes.attributes(), bytes);
    }
    return json(address, attributes, bytes);
  }

  private DomainEvent avro(RecordAddress address, Attributes attributes, byte[] bytes) {
    try {
      GenericRecord record = avro.decodeGeneric(address, bytes);
      return attributes
          .withDefault("type", record.getSchema().getProp(TYPE_PROPERTY))
          .withDefault("id", address.toString())
          .withDefault("source", address.topic())
          .toEvent(AvroTree.of(record));
    } catch (StackOverflowError e) {
      // Avro reads a recursive schema by recursion and, other than the JSON parser, without limit.
      throw new UndecodableRecordException(
          Reason.MALFORMED, address + ": the record is nested too deep to be read", e);
    }
  }

  private static DomainEvent json(RecordAddress address, BinaryHeaders headers, byte[] bytes) {
    Attributes attributes = headers.attributes();
    if (headers.contentType().isAvro()) {
      throw new UndecodableRecordException(
          Reason.NOT_AVRO,
          address
              + ": the content type says Avro, but the value does not begin with 0x00 (Confluent wire"
              + " format)");
    }
    if (bytes.length == 0) {
      if (attributes.isEmpty()) {
        throw new UndecodableRecordException(
            Reason.EMPTY, address + ": found neither a value nor ce_ headers, expected an event");
      }
      return attributes.toEvent(Map.of());
    }
    if (attributes.isEmpty()) {
      throw new UndecodableRecordException(
          Reason.MISSING_TYPE, address + ": found no header ce_type, expected the event's type");
    }
    if (!headers.contentType().mayBeJson()) {
      throw new UndecodableRecordException(
          Reason.NOT_JSON,
          address + ": found content type " + headers.contentType() + ", expected JSON or Avro");
    }
    return attributes.toEvent(JsonObject.read(address, bytes));
  }
}
