// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.avro.WarmupRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** What stands on the topics: ours in Avro, as generated; those of services as CloudEvents. */
final class Messages {
  static final String AVRO = "application/vnd.apache.avro;version=1.9.0";

  /** Our records, each the message of its name. */
  static final List<Schema> RECORDS =
      List.of(
          InvalidationCommand.getClassSchema(),
          ProgressMarker.getClassSchema(),
          RuleSetRevision.getClassSchema(),
          MappingControl.getClassSchema(),
          Registration.getClassSchema(),
          DrainOrder.getClassSchema(),
          Heartbeat.getClassSchema(),
          RegistryEntry.getClassSchema(),
          ObserverStatus.getClassSchema(),
          HotKeys.getClassSchema(),
          WarmupMessage.getClassSchema(),
          WarmupRun.getClassSchema(),
          CacheStateEvent.getClassSchema());

  private static final String BINDING = "0.5.0";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Messages() {}

  static Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("DomainEventBinary", binaryEvent());
    all.put("DomainEventStructured", structuredEvent());
    for (Schema record : RECORDS) {
      all.put(record.getName(), avro(record));
    }
    all.put("DeadLetter", deadLetter());
    return all;
  }

  private static Map<String, Object> avro(Schema record) {
    return Tree.of(
        "name",
        record.getFullName(),
        "title",
        record.getName(),
        "summary",
        record.getDoc(),
        "contentType",
        "application/vnd.apache.avro",
        "payload",
        Tree.of("schemaFormat", AVRO, "schema", plain(record)),
        "bindings",
        Tree.of(
            "kafka",
            Tree.of(
                "key",
                Tree.of("type", "string"),
                "schemaIdLocation",
                "payload",
                "schemaIdPayloadEncoding",
                "confluent",
                "schemaLookupStrategy",
                "TopicRecordNameStrategy",
                "bindingVersion",
                BINDING)));
  }

  /** As in its file, without what Java's generator needs. */
  private static Object plain(Schema schema) {
    try {
      return plain(JSON.readValue(schema.toString(), Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(schema.getFullName(), e);
    }
  }

  private static Object plain(Object json) {
    if (json instanceof List<?> list) {
      return list.stream().map(Messages::plain).toList();
    }
    if (json instanceof Map<?, ?> map) {
      if (map.containsKey("avro.java.string") && "string".equals(map.get("type"))) {
        return "string";
      }
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put((String) name, value == null ? null : plain(value)));
      copy.remove("avro.java.string");
      return copy;
    }
    return json;
  }

  private static Map<String, Object> binaryEvent() {
    return Tree.of(
        "name",
        "DomainEventBinary",
        "title",
        "Domain event, binary mode",
        "summary",
        "A CloudEvent 1.0: attributes in headers, data in the value, in JSON or in Confluent's"
            + " framing of Avro (header content-type says which).",
        "contentType",
        "application/json",
        "headers",
        Tree.object(
            List.of("ce_specversion", "ce_id", "ce_source", "ce_type"),
            "ce_specversion",
            Tree.of("type", "string", "const", "1.0"),
            "ce_id",
            Tree.text("Unique within the source."),
            "ce_source",
            Tree.text("Who says so, a URI reference."),
            "ce_type",
            Tree.text("What happened, for example payment.success."),
            "ce_subject",
            Tree.text("What it happened to."),
            "ce_time",
            Tree.text("When it happened, as RFC 3339 says."),
            "content-type",
            Tree.text("Format of the value."),
            "freshet_await",
            Tree.text("1 where the publisher waits until the event is applied.")),
        "payload",
        Tree.of("type", "object"),
        "bindings",
        anyKey());
  }

  private static Map<String, Object> structuredEvent() {
    return Tree.of(
        "name",
        "DomainEventStructured",
        "title",
        "Domain event, structured mode",
        "summary",
        "A CloudEvent 1.0 as one JSON object.",
        "contentType",
        "application/cloudevents+json",
        "payload",
        Tree.object(
            List.of("specversion", "id", "source", "type"),
            "specversion",
            Tree.of("type", "string", "const", "1.0"),
            "id",
            Tree.text("Unique within the source."),
            "source",
            Tree.text("Who says so, a URI reference."),
            "type",
            Tree.text("What happened."),
            "subject",
            Tree.text("What it happened to."),
            "time",
            Tree.text("When it happened, as RFC 3339 says."),
            "data",
            Tree.of("type", "object", "description", "What rules read as data.NAME.")),
        "bindings",
        anyKey());
  }

  private static Map<String, Object> deadLetter() {
    return Tree.of(
        "name",
        "DeadLetter",
        "title",
        "Dead letter",
        "summary",
        "The bytes and headers of an event that could not be mapped, with the reason beside them.",
        "contentType",
        "application/octet-stream",
        "headers",
        Tree.object(
            List.of(
                "freshet_reason",
                "freshet_message",
                "freshet_topic",
                "freshet_partition",
                "freshet_offset"),
            "freshet_reason",
            Tree.text("Stable code of the reason."),
            "freshet_message",
            Tree.text("What is wrong, for people."),
            "freshet_rule",
            Tree.text("The rule that failed, as set/id; none if the event cannot be read."),
            "freshet_topic",
            Tree.text("Where the event stands: topic."),
            "freshet_partition",
            Tree.text("Where the event stands: partition."),
            "freshet_offset",
            Tree.text("Where the event stands: offset.")),
        "payload",
        Tree.of("description", "The value as it came."),
        "bindings",
        anyKey());
  }

  private static Map<String, Object> anyKey() {
    return Tree.of(
        "kafka",
        Tree.of(
            "key",
            Tree.text("The producer's: events of one key keep their order."),
            "bindingVersion",
            BINDING));
  }

  /** References to messages of a channel, by name. */
  static Map<String, Object> refs(List<String> names) {
    return names.stream()
        .collect(
            Collectors.toMap(
                name -> name,
                name -> Tree.ref("#/components/messages/" + name),
                (a, b) -> a,
                LinkedHashMap::new));
  }
}
