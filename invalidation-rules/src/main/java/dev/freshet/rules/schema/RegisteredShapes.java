// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshet.events.wire.SchemaRegistry.Registered;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Turns registered schemas into shapes. Belongs to one thread. */
final class RegisteredShapes {
  private final List<EventShape> shapes = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(Registered registered) {
    String origin = registered.subject() + " v" + registered.version();
    try {
      switch (registered.format()) {
        case "AVRO" -> AvroShape.of(parse(registered), origin).ifPresent(shapes::add);
        case "JSON" -> SchemaFiles.json(origin, registered.text()).ifPresent(shapes::add);
        // Our decoder reads neither, so no rule can see its fields.
        default -> {}
      }
    } catch (AvroRuntimeException | IllegalArgumentException | JsonProcessingException e) {
      // One schema that a stranger registered must not keep the others from being used.
      notes.add(origin + ": the schema is left out, it cannot be read: " + e.getMessage());
    }
  }

  private static Schema parse(Registered registered) {
    Schema.Parser parser = new Schema.Parser();
    registered.referenced().forEach(parser::parse);
    return parser.parse(registered.text());
  }

  List<EventShape> shapes() {
    return shapes;
  }

  List<String> notes() {
    return notes;
  }
}
