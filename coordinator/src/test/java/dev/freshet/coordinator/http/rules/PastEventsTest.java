// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.events.DomainEvent;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class PastEventsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final PastEvents past =
      new PastEvents(Map.of(), "mock://unused", List.of("events"), now::get);
  private final DomainEvent event =
      new DomainEvent("1", "/shop", "seen", null, null, Map.of(), Map.of());

  @Test
  void shouldEndAReplayThatTakesTooLong() {
    List<DomainEvent> taken = new ArrayList<>();
    BiConsumer<Instant, DomainEvent> sink =
        past.bounded(Duration.ofHours(24), (at, one) -> taken.add(one));
    now.set(Instant.EPOCH.plusSeconds(10));
    sink.accept(Instant.EPOCH, event);
    now.set(Instant.EPOCH.plusSeconds(10).plusMillis(1));

    ProblemException refused =
        assertThrows(ProblemException.class, () -> sink.accept(Instant.EPOCH, event));

    assertEquals(List.of(event), taken);
    assertEquals(
        "replay=1d: found more events than can be replayed in 10s, expected a shorter time;"
            + " nothing was stored",
        refused.problem().detail());
  }
}
