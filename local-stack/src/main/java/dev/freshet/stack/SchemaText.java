// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A schema as it came: its type, its text, what it refers to. Immutable. */
record SchemaText(String type, String schema, List<SchemaReference> references) {

  private static final String AVRO = "AVRO";

  SchemaText {
    references = List.copyOf(references);
  }

  /** Reads the shape that registry requests and journal lines share. */
  static SchemaText from(JsonObject json) {
    String schema = json.getString("schema");
    if (schema == null) {
      throw RegistryError.invalidSchema("found no field 'schema'");
    }
    List<SchemaReference> references =
        json.getJsonArray("references", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(SchemaText::reference)
            .toList();
    return new SchemaText(json.getString("schemaType", AVRO), schema, references);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("schemaType", type).put("schema", schema);
    return references.isEmpty() ? json : json.put("references", toJson(references));
  }

  static JsonArray toJson(List<SchemaReference> references) {
    JsonArray array = new JsonArray();
    for (SchemaReference reference : references) {
      array.add(
          new JsonObject()
              .put("name", reference.getName())
              .put("subject", reference.getSubject())
              .put("version", reference.getVersion()));
    }
    return array;
  }

  private static SchemaReference reference(JsonObject json) {
    return new SchemaReference(
        json.getString("name"), json.getString("subject"), json.getInteger("version"));
  }
}
