// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import dev.freshet.example.ShippedEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of all shipped types about the ids of a world. The same seed makes the same events,
 * save for their times. For one thread.
 */
public final class EventMaker {
  /** Of a hundred events this many go out as JSON. */
  private static final int JSON_PERCENT = 20;

  /** Events that end a whole user are rarer than others, as in life. */
  private static final int COMMON = 4;

  /** Refunds of an amount move the revenue of all scopes: rare, so that some stay as they were. */
  private static final int REFUNDS_WITHOUT_AMOUNT_PERCENT = 95;

  private final World world;
  private final RandomGenerator random;
  private final List<String> types = new ArrayList<>();
  private int made;

  /** A maker whose events depend on the seed alone. */
  public EventMaker(World world, long seed) {
    this.world = world;
    this.random = new SplittableRandom(seed);
    for (String type : ShippedEvents.byType().keySet()) {
      for (int i = 0; i < (type.equals("user.deleted") ? 1 : COMMON); i++) {
        types.add(type);
      }
    }
  }

  /** An event of any type. */
  public DemoEvent next() {
    return next(types.get(random.nextInt(types.size())));
  }

  /** An event of one type. */
  public DemoEvent next(String type) {
    SpecificRecord record = ShippedEvents.newRecord(type);
    Schema schema = record.getSchema();
    Map<String, Object> known = new HashMap<>(world.ids(random));
    if (type.equals("payment.refunded") && random.nextInt(100) < REFUNDS_WITHOUT_AMOUNT_PERCENT) {
      known.put("amount", 0.0);
    }
    for (Schema.Field field : schema.getFields()) {
      Object value = known.get(field.name());
      record.put(field.pos(), value != null ? value : sample(field.schema()));
    }
    String subject = String.valueOf(record.get(schema.getFields().get(0).pos()));
    made++;
    return new DemoEvent("demo-" + made, type, subject, record, random.nextInt(100) < JSON_PERCENT);
  }

  private @Nullable Object sample(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> "text-" + random.nextInt(100);
      case BOOLEAN -> random.nextBoolean();
      case DOUBLE -> 1 + random.nextInt(10_000) / 100.0;
      case LONG ->
          schema.getLogicalType() == null
              ? (Object) (long) random.nextInt(1_000)
              : Instant.now().truncatedTo(ChronoUnit.MILLIS);
      case ARRAY -> List.of(some(schema.getElementType()));
      case MAP -> Map.of("email", some(schema.getValueType()));
      case UNION -> null;
      default -> throw new IllegalStateException("no sample for schema type " + schema.getType());
    };
  }

  private Object some(Schema schema) {
    Object value = sample(schema);
    if (value == null) {
      throw new IllegalStateException("no sample for " + schema);
    }
    return value;
  }
}
