// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The kinds of capabilities, by the names that they have in JSON. */
enum CapabilityType {
  HOLD(RegionHolding.class),
  LOAD(RegionLoading.class),
  PUBLISH(EventPublishing.class),
  CONSUME(EventConsumption.class);

  /** All names, for messages. */
  static final List<String> NAMES = Arrays.stream(values()).map(JsonNames::of).toList();

  private final Class<? extends SpecificRecord> record;

  CapabilityType(Class<? extends SpecificRecord> record) {
    this.record = record;
  }

  private boolean is(Schema schema) {
    return schema.getFullName().equals(record.getName());
  }

  /** The one of a union's records that is of this kind. */
  Schema in(Schema union) {
    return union.getTypes().stream().filter(this::is).findFirst().orElseThrow();
  }

  static Optional<CapabilityType> named(String name) {
    return Arrays.stream(values()).filter(each -> JsonNames.of(each).equals(name)).findFirst();
  }

  static Optional<CapabilityType> of(Schema schema) {
    return Arrays.stream(values()).filter(each -> each.is(schema)).findFirst();
  }
}
