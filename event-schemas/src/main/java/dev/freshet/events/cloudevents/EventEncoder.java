// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.AvroCodec;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes domain events as CloudEvents 1.0 records. The record's key is the given one, else the
 * event's subject, else none.
 *
 * <p>Safe for any thread. Every method raises {@link IllegalArgumentException} if an extension has
 * a name that CloudEvents does not allow, or if data holds what JSON cannot.
 */
public final class EventEncoder {
  private static final Pattern EXTENSION_NAME = Pattern.compile("[a-z0-9]+");
  private static final Set<String> RESERVED =
      Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data");

  private EventEncoder() {}

  /** Binary mode: attributes in headers, the data as a JSON value. */
  public static ProducerRecord<byte[], byte[]> binaryJson(
      String topic, @Nullable String key, DomainEvent event) {
    return binary(topic, key, event, "application/json", json(event.data()));
  }

  /**
   * Binary mode: attributes in headers, {@code data} in the Confluent wire format in place of the
   * event's own data. Blocks on the schema registry for the first record of a schema.
   *
   * @throws dev.freshet.events.wire.UnencodableRecordException if {@code data} cannot be written
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry cannot be asked
   */
  public static ProducerRecord<byte[], byte[]> binaryAvro(
      String topic, @Nullable String key, DomainEvent event, IndexedRecord data, AvroCodec avro) {
    return binary(topic, key, event, "application/avro", avro.encode(topic, data));
  }

  /** Structured mode: attributes and data in one JSON value. */
  public static ProducerRecord<byte[], byte[]> structuredJson(
      String topic, @Nullable String key, DomainEvent event) {
    Map<String, Object> value = new LinkedHashMap<>(attributesOf(event));
    value.put("datacontenttype", "application/json");
    value.put("data", event.data());
    String text = key != null ? key : event.subject();
    ProducerRecord<byte[], byte[]> record = record(topic, text, json(value));
    return withHeader(
        record, BinaryHeaders.CONTENT_TYPE, "application/cloudevents+json; charset=UTF-8");
  }

  /**
   * Binary mode, as the event came over another protocol: nothing is checked or changed.
   *
   * @param attributes all CloudEvents attributes but the content type, by their names
   * @param contentType of {@code data}
   * @param data the value's bytes, empty for an event without data
   */
  public static ProducerRecord<byte[], byte[]> binary(
      String topic,
      @Nullable String key,
      Map<String, String> attributes,
      String contentType,
      byte[] data) {
    ProducerRecord<byte[], byte[]> record = record(topic, key, data);
    attributes.forEach((name, text) -> withHeader(record, BinaryHeaders.PREFIX + name, text));
    return withHeader(record, BinaryHeaders.CONTENT_TYPE, contentType);
  }

  private static ProducerRecord<byte[], byte[]> binary(
      String topic, @Nullable String key, DomainEvent event, String contentType, byte[] value) {
    String text = key != null ? key : event.subject();
    return binary(topic, text, attributesOf(event), contentType, value);
  }

  private static Map<String, String> attributesOf(DomainEvent event) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", event.id());
    attributes.put("source", event.source());
    attributes.put("type", event.type());
    if (event.subject() != null) {
      attributes.put("subject", event.subject());
    }
    if (event.time() != null) {
      attributes.put("time", event.time().toString());
    }
    event
        .extensions()
        .forEach(
            (name, text) -> {
              requireExtensionName(name);
              attributes.put(name, text);
            });
    return attributes;
  }

  private static void requireExtensionName(String name) {
    if (RESERVED.contains(name) || !EXTENSION_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "event extension '"
              + name
              + "': expected lower-case letters and digits, and no name of a standard attribute");
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, @Nullable String key, byte[] value) {
    return new ProducerRecord<>(
        topic, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
  }

  private static ProducerRecord<byte[], byte[]> withHeader(
      ProducerRecord<byte[], byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static byte[] json(Map<String, ? extends @Nullable Object> tree) {
    try {
      return JsonTree.JSON.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("event data: cannot be written as JSON", e);
    }
  }
}
