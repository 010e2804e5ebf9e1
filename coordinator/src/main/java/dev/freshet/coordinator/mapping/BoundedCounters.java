// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counters of one name. The values of their tags come from events and rule files, so the number of
 * series is bounded: what comes later counts as {@code other}. Safe for any thread.
 */
final class BoundedCounters {
  static final String OTHER = "other";
  static final int MOST_SERIES = 500;

  private final MeterRegistry meters;
  private final String name;
  private final List<String> tags;
  private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();

  BoundedCounters(MeterRegistry meters, String name, String... tags) {
    this.meters = meters;
    this.name = name;
    this.tags = List.of(tags);
  }

  /** Adds to the counter with these values of the tags. */
  void add(int count, String... values) {
    List<String> key = List.of(values);
    Counter counter = counters.get(key);
    if (counter == null) {
      // The bound may be passed by as many as there are threads, which does not matter.
      List<String> series = counters.size() < MOST_SERIES ? key : firstOther(key);
      counter = counters.computeIfAbsent(series, this::register);
    }
    counter.increment(count);
  }

  /** The first tag is the one without end; the others are words of ours. */
  private static List<String> firstOther(List<String> values) {
    List<String> series = new ArrayList<>(values);
    series.set(0, OTHER);
    return series;
  }

  private Counter register(List<String> values) {
    List<Tag> all = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      all.add(Tag.of(tags.get(i), values.get(i)));
    }
    return meters.counter(name, all);
  }
}
