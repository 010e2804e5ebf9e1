// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a declaration says, as texts by the names of keys: two declarations mean the same exactly if
 * their facts are equal. What is off or not said is no fact. Filled by one thread, then only read.
 */
final class Facts {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Set<String>> lists = new LinkedHashMap<>();

  Facts text(String field, @Nullable Object value) {
    if (value != null) {
      values.put(field, value.toString());
    }
    return this;
  }

  /** A word of an enum, as rule files write it. */
  Facts word(String field, Enum<?> constant) {
    return text(field, Units.word(constant));
  }

  /** Zero is off. */
  Facts time(String field, Duration duration) {
    return text(field, duration.isZero() ? null : Units.duration(duration));
  }

  /** A time that is not worth a word while it equals another. */
  Facts time(String field, Duration duration, Duration byDefault) {
    return duration.equals(byDefault) ? this : time(field, duration);
  }

  /** Zero is off. */
  Facts share(String field, double share) {
    return text(field, share == 0 ? null : Units.share(share));
  }

  Facts share(String field, OptionalDouble share) {
    return text(field, share.isPresent() ? Units.share(share.getAsDouble()) : null);
  }

  Facts size(String field, long bytes) {
    return text(field, Units.bytes(bytes));
  }

  /** Items whose order says nothing. */
  Facts items(String field, Stream<String> items) {
    Set<String> all = new LinkedHashSet<>();
    items.forEach(all::add);
    lists.put(field, all);
    return this;
  }

  Facts labels(Map<String, String> labels) {
    labels.forEach((name, label) -> text("labels." + name, label));
    return this;
  }

  /** What {@code after} says differently, in the order of the fields. */
  List<FieldChange> changesTo(Facts after) {
    Stream<FieldChange> changed =
        union(values.keySet(), after.values.keySet()).stream()
            .flatMap(field -> value(field, after).stream());
    Stream<FieldChange> items =
        union(lists.keySet(), after.lists.keySet()).stream().flatMap(field -> items(field, after));
    return Stream.concat(changed, items).toList();
  }

  private Optional<FieldChange> value(String field, Facts after) {
    String then = values.get(field);
    String now = after.values.get(field);
    return then != null && then.equals(now)
        ? Optional.empty()
        : Optional.of(new FieldChange.Value(field, then, now));
  }

  private Stream<FieldChange> items(String field, Facts after) {
    Set<String> then = lists.getOrDefault(field, Set.of());
    Set<String> now = after.lists.getOrDefault(field, Set.of());
    return Stream.concat(
        then.stream()
            .filter(item -> !now.contains(item))
            .map(item -> new FieldChange.Removed(field, item)),
        now.stream()
            .filter(item -> !then.contains(item))
            .map(item -> new FieldChange.Added(field, item)));
  }

  private static Set<String> union(Set<String> one, Set<String> two) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(two);
    return all;
  }
}
