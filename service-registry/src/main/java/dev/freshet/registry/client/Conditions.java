// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.client;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.MemberCondition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The things that should hold for a member, worded so that TRUE is good, and since when each is as
 * it is. Conditions are added before the first reading; readings are for one thread at a time.
 */
public final class Conditions {
  private static final int LONGEST_MESSAGE = 500;

  private final Map<String, Condition> conditions = new LinkedHashMap<>();

  /** A condition and its last reading. */
  private static final class Condition {
    private final Supplier<Reading> check;
    private ConditionStatus status = ConditionStatus.UNKNOWN;
    private Instant since = Instant.EPOCH;

    private Condition(Supplier<Reading> check) {
      this.check = check;
    }
  }

  /**
   * Adds a condition.
   *
   * @param type what should hold, in CamelCase: {@code LogFollowed}
   * @param check how it is now; what it throws makes the condition unknown
   */
  public Conditions add(String type, Supplier<Reading> check) {
    conditions.put(type, new Condition(check));
    return this;
  }

  /** How all are now, in the order in which they were added. */
  public List<MemberCondition> read(Instant now) {
    return conditions.entrySet().stream()
        .map(each -> read(each.getKey(), each.getValue(), now))
        .toList();
  }

  private static MemberCondition read(String type, Condition condition, Instant now) {
    Reading reading = reading(condition);
    if (reading.status() != condition.status || condition.since.equals(Instant.EPOCH)) {
      condition.status = reading.status();
      condition.since = now;
    }
    return new MemberCondition(
        type,
        reading.status(),
        reading.reason(),
        shorten(reading.message()),
        condition.since.toEpochMilli());
  }

  private static String shorten(String message) {
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }

  private static Reading reading(Condition condition) {
    try {
      return condition.check.get();
    } catch (RuntimeException e) {
      return Reading.unknown("CheckFailed", e.toString());
    }
  }
}
