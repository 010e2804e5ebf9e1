// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * Fields that hold one of several records. If a newer writer puts a record there that this version
 * does not know, Avro takes any known one with fewer fields for it, whatever its name: what left
 * would be read as what joined.
 */
final class RecordUnions {
  private RecordUnions() {}

  /** Whether a record has such fields of its own. */
  static boolean has(Schema schema) {
    return schema.getFields().stream().anyMatch(RecordUnions::isOneOfSeveral);
  }

  private static boolean isOneOfSeveral(Schema.Field field) {
    return field.schema().isUnion()
        && field.schema().getTypes().stream()
                .filter(branch -> branch.getType() == Schema.Type.RECORD)
                .limit(2)
                .count()
            == 2;
  }

  /**
   * What was taken for something else, as {@code field: name}.
   *
   * @param written the same record with the schema of its writer
   */
  static Optional<String> mistaken(IndexedRecord read, GenericRecord written) {
    return read.getSchema().getFields().stream()
        .filter(field -> isOneOfSeveral(field) && written.hasField(field.name()))
        .filter(field -> !nameOf(read.get(field.pos())).equals(nameOf(written.get(field.name()))))
        .map(field -> field.name() + ": " + nameOf(written.get(field.name())))
        .findFirst();
  }

  private static String nameOf(Object value) {
    return value instanceof IndexedRecord record ? record.getSchema().getFullName() : "";
  }
}
