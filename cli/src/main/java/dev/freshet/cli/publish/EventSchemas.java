// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.publish;

import dev.freshet.cli.CommandFailure;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.events.wire.SchemaRegistry;
import dev.freshet.example.ShippedEvents;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Finds the schema of an event type: a registered one of the topic, whose property {@code
 * eventType} is the type, else a shipped one.
 */
public final class EventSchemas implements AutoCloseable {
  private final SchemaRegistry registry;

  /** A schema and where it was found. */
  public record Found(Schema schema, String origin) {}

  /** Schemas of a registry, which is not asked yet. */
  public EventSchemas(String url) {
    this.registry = new SchemaRegistry(url);
  }

  /**
   * The schema of a type of events on a topic.
   *
   * @throws CommandFailure if the registry does not answer
   */
  public Optional<Found> find(String topic, String type) {
    try {
      for (String subject : registry.subjects(topic + "-")) {
        Optional<Schema> schema = registry.newest(subject).flatMap(EventSchemas::parse);
        if (schema.isPresent() && type.equals(schema.get().getProp("eventType"))) {
          return Optional.of(new Found(schema.get(), "registered as " + subject));
        }
      }
    } catch (RegistryUnavailableException e) {
      throw new CommandFailure("--registry: " + e.getMessage(), e);
    }
    return Optional.ofNullable(ShippedEvents.byType().get(type))
        .map(schema -> new Found(schema, "shipped"));
  }

  private static Optional<Schema> parse(SchemaRegistry.Registered registered) {
    if (!registered.format().equals("AVRO")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Schema.Parser().parse(registered.text()));
    } catch (SchemaParseException e) {
      // It refers to other schemas, or is of no use to us: not what we look for.
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    registry.close();
  }
}
