// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Warmed;
import dev.freshet.events.state.StateEvent;
import dev.freshet.events.state.StreamCursor;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WantedTest {
  private static Sighting log(String kind, String subject) {
    return new Sighting(kind, Instant.EPOCH, subject, Map.of(), Map.of());
  }

  @Test
  void shouldShowAllButMarkersUnlessSomethingIsSaid() {
    Wanted all = Wanted.of(Set.of(), null, false, true);

    assertTrue(all.wantsOfLog(log("command", "t|a")));
    assertFalse(all.wantsOfLog(log("marker", "0_1")));
    assertTrue(Wanted.of(Set.of(), null, true, true).wantsOfLog(log("marker", "0_1")));
    assertEquals(Set.of("command"), all.logKinds());
  }

  private static StateEvent warmed() {
    CacheStateEvent event =
        CacheStateEvent.newBuilder()
            .setId("1")
            .setTimeMs(0)
            .setOrigin("coordinator-1")
            .setSubject("run-1")
            .setDetails(new Warmed("cart", "carts", "run-1", 1L, 0L))
            .build();
    return new StateEvent(StreamCursor.parse("0:7"), event);
  }

  @Test
  void shouldKnowKindsByLettersOfAnyCase() {
    Wanted some = Wanted.of(Set.of("warmed", "COMMAND"), null, false, true);

    assertEquals(Set.of("command"), some.logKinds());
    assertTrue(Objects.requireNonNull(some.reports()).test(warmed()));
    IllegalArgumentException unknown =
        assertThrows(
            IllegalArgumentException.class, () -> Wanted.of(Set.of("warm"), null, false, true));
    assertTrue(String.valueOf(unknown.getMessage()).startsWith("found 'warm', expected command,"));
  }

  @Test
  void shouldNotReadWhatNobodyWants() {
    assertNull(Wanted.of(Set.of("command"), null, false, true).reports());
    assertEquals(Set.of(), Wanted.of(Set.of("NodeLost"), null, false, true).logKinds());
    assertEquals(Set.of(), Wanted.of(Set.of(), null, false, false).logKinds());
    assertEquals(
        Set.of("marker"), Wanted.of(Set.of("marker", "NodeLost"), null, false, true).logKinds());
  }

  @Test
  void shouldShowCommandsForSomeTargetsAndWhateverCannotBeRead() {
    Wanted some = Wanted.of(Set.of(), "t|user:*", false, true);

    assertTrue(some.wantsOfLog(log("command", "t|user:42")));
    assertFalse(some.wantsOfLog(log("command", "t|team:42")));
    assertTrue(some.wantsOfLog(log("unreadable", "freshet.commands:0:3")));
  }
}
