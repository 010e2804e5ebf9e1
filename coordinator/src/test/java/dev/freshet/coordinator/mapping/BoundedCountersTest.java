// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class BoundedCountersTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BoundedCounters counters = new BoundedCounters(meters, "events", "type", "outcome");

  @Test
  void shouldCountUnderOtherBeyondBound() {
    int types = 2 * BoundedCounters.MOST_SERIES;
    for (int type = 0; type < types; type++) {
      counters.add(1, "type-" + type, "mapped");
    }
    counters.add(2, "type-0", "mapped");

    assertTrue(meters.getMeters().size() <= BoundedCounters.MOST_SERIES + 1);
    assertEquals(3, meters.get("events").tag("type", "type-0").counter().count());
    assertEquals(
        types - BoundedCounters.MOST_SERIES,
        meters.get("events").tags("type", "other", "outcome", "mapped").counter().count());
  }
}
