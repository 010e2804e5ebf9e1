// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import dev.freshet.events.DomainEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts the events of a sort, and keeps a few: the first ones, of as many types as can be. Belongs
 * to one thread.
 */
final class Sampler {
  static final int KEPT = 5;

  private final List<Sample> samples = new ArrayList<>();
  private long events;

  /** {@code details} are asked for only if the event is kept. */
  void add(Instant storedAt, DomainEvent event, Supplier<List<String>> details) {
    events++;
    if (samples.size() < KEPT || makesRoomFor(event.type())) {
      samples.add(Sample.of(storedAt, event, details.get()));
    }
  }

  /** The last sample whose type has another one gives way to a type that has none. */
  private boolean makesRoomFor(String type) {
    List<String> types = samples.stream().map(Sample::type).toList();
    for (int i = KEPT - 1; i > 0 && !types.contains(type); i--) {
      if (types.indexOf(types.get(i)) < i) {
        samples.remove(i);
        return true;
      }
    }
    return false;
  }

  Sampled sampled() {
    return new Sampled(events, samples);
  }
}
