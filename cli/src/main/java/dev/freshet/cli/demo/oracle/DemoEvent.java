// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import dev.freshet.events.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * An event that the demo publishes.
 *
 * @param id unique in a run
 * @param type what happened
 * @param subject what it happened to
 * @param record its data
 * @param json whether the data goes out as JSON instead of Avro
 */
public record DemoEvent(
    String id, String type, String subject, SpecificRecord record, boolean json) {

  /** A field of the data. */
  public Object field(String name) {
    return record.get(record.getSchema().getField(name).pos());
  }

  /** The event with its data as a tree. */
  public DomainEvent toDomainEvent() {
    return new DomainEvent(id, "/demo", type, subject, Instant.now(), Map.of(), tree());
  }

  private Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      tree.put(field.name(), record.get(field.pos()));
    }
    return tree;
  }
}
