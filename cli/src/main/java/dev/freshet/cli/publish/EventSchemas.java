// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.publish;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.ShippedEvents;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Finds the schema of an event type: a registered one of the topic, whose property {@code
 * eventType} is the type, else a shipped one.
 */
public final class EventSchemas implements AutoCloseable {
  private static final int CACHED = 100;

  private final SchemaRegistryClient registry;
  private final String url;

  /** A schema and where it was found. */
  public record Found(Schema schema, String origin) {}

  /** Schemas of a registry, which is not asked yet. */
  public EventSchemas(String url) {
    this.url = url;
    this.registry =
        SchemaRegistryClientFactory.newClient(
            List.of(url.split(",", -1)),
            CACHED,
            List.of(new AvroSchemaProvider()),
            Map.of(
                "http.connect.timeout.ms", 3_000, "http.read.timeout.ms", 5_000, "max.retries", 0),
            Map.of());
  }

  /**
   * The schema of a type of events on a topic.
   *
   * @throws CommandFailure if the registry does not answer
   */
  public Optional<Found> find(String topic, String type) {
    try {
      for (String subject : registry.getAllSubjectsByPrefix(topic + "-")) {
        Optional<Schema> schema = latest(subject);
        if (schema.isPresent() && type.equals(schema.get().getProp("eventType"))) {
          return Optional.of(new Found(schema.get(), "registered as " + subject));
        }
      }
    } catch (IOException | RestClientException e) {
      throw new CommandFailure(
          "--registry: the schema registry at " + url + " cannot be asked: " + e.getMessage(), e);
    }
    return Optional.ofNullable(ShippedEvents.byType().get(type))
        .map(schema -> new Found(schema, "shipped"));
  }

  private Optional<Schema> latest(String subject) throws IOException, RestClientException {
    SchemaMetadata latest = registry.getLatestSchemaMetadata(subject);
    String kind = latest.getSchemaType();
    if (kind != null && !kind.equals("AVRO")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Schema.Parser().parse(latest.getSchema()));
    } catch (SchemaParseException e) {
      // It refers to other schemas, or is of no use to us: not what we look for.
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
