// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.RegionSettings;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The source of truth: a version for each key, and which keys a target names. */
final class Source {
  static final int KEYS = 4;
  static final int TARGETS = 8;
  static final Duration TTL = Duration.ofMinutes(1);
  private static final RegionSettings PLAIN =
      RegionSettings.of("r", "k:{group}:{id}").withTags("g:{group}").withTtl(TTL, TTL);

  /** Regions that differ in what they do when a loader fails. */
  static final List<RegionSettings> REGIONS =
      List.of(
          PLAIN,
          PLAIN.with(PLAIN.lifetime().withStaleIfError(Duration.ofDays(1), Duration.ZERO)),
          PLAIN.with(PLAIN.lifetime().withStaleIfError(Duration.ofDays(1), TTL)));

  private static final int GROUPS = 2;

  /** By key: all values it ever had; a value's place is its version. No value comes twice. */
  private final List<List<Long>> histories = new ArrayList<>();

  private long values;

  Source() {
    for (int key = 0; key < KEYS; key++) {
      histories.add(new ArrayList<>());
      long unused = write(key, newValue());
    }
  }

  /** A value that nobody has stored yet. */
  long newValue() {
    return values++;
  }

  long value(int key) {
    List<Long> history = histories.get(key);
    return history.get(history.size() - 1);
  }

  /** The present version of a key; the first is 0. */
  long version(int key) {
    return histories.get(key).size() - 1L;
  }

  /** Which version of a key a value is; -1 if it never was one. */
  long versionOf(int key, @Nullable Long value) {
    return histories.get(key).indexOf(value);
  }

  /** Stores a value; which version of the key it is. */
  long write(int key, long value) {
    histories.get(key).add(value);
    return version(key);
  }

  /** Changes all that a target names. */
  void change(Target target) {
    IntPredicate named = keysOf(target);
    for (int key = 0; key < KEYS; key++) {
      if (named.test(key)) {
        long unused = write(key, newValue());
      }
    }
  }

  /** The present versions of the keys that a target names; 0 for the others. */
  long[] versionsOf(Target target) {
    IntPredicate named = keysOf(target);
    long[] present = new long[KEYS];
    for (int key = 0; key < KEYS; key++) {
      present[key] = named.test(key) ? version(key) : 0;
    }
    return present;
  }

  /** One of the targets that name a key, or a scan that names none. */
  static Target targetOf(int key, int kind) {
    String group = String.valueOf(key % GROUPS);
    return switch (kind) {
      case 1 -> new Target.Tag("g:" + group);
      case 2 -> new Target.Parameter("r", "group", group);
      case 3 -> new Target.Region("r");
      case 4 -> Target.ALL;
      case 5 -> new Target.Scan("*:" + key);
      case 6 -> new Target.Scan("k:" + group + "*");
      case 7 -> new Target.Scan("other:*");
      default -> new Target.Key(text(key));
    };
  }

  static Map<String, Object> params(int key) {
    return Map.of("group", key % GROUPS, "id", key);
  }

  static String text(int key) {
    return "k:" + key % GROUPS + ":" + key;
  }

  private static IntPredicate keysOf(Target target) {
    if (target instanceof Target.Key key) {
      return number -> text(number).equals(key.key());
    }
    if (target instanceof Target.Tag tag) {
      return number -> tag.tag().equals("g:" + number % GROUPS);
    }
    if (target instanceof Target.Parameter parameter) {
      return number -> parameter.value().equals(String.valueOf(number % GROUPS));
    }
    if (target instanceof Target.Scan scan) {
      return number -> scan.matches(text(number));
    }
    return number -> true;
  }
}
