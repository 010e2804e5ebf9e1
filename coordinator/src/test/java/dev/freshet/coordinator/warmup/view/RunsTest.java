// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.view;

import static dev.freshet.coordinator.warmup.view.TestRuns.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.wire.AvroCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunsTest {
  private final Runs runs = new Runs(3);

  private List<String> ids() {
    return runs.newestFirst().values().stream().map(WarmupRun::getRun).toList();
  }

  @Test
  void shouldKnowTheLastWordOnEachRunTheNewestFirst() {
    runs.put(run("a", RunState.WAITING, 1).build());
    runs.put(run("b", RunState.RUNNING, 2).build());
    runs.put(run("a", RunState.DONE, 1).build());

    assertEquals(List.of("b", "a"), ids());
    assertEquals(RunState.DONE, runs.find("a").orElseThrow().getState());
    assertEquals(Map.of(RunState.DONE, 1L, RunState.RUNNING, 1L), runs.states());
  }

  @Test
  void shouldMoveARunThatWasPlannedAnew() {
    runs.put(run("a", RunState.WAITING, 1).build());
    runs.put(run("b", RunState.WAITING, 2).build());
    runs.put(run("a", RunState.WAITING, 3).build());

    assertEquals(List.of("a", "b"), ids());
  }

  @Test
  void shouldDropTheOldestOfTooMany() {
    for (int i = 0; i < 5; i++) {
      runs.put(run("r" + i, RunState.DONE, i).build());
    }

    assertEquals(List.of("r4", "r3", "r2"), ids());
    assertTrue(runs.find("r1").isEmpty());
  }

  @Test
  void shouldTellRunsOfAJobFromThoseOfAnother() {
    runs.put(run("a", RunState.DONE, 1).build());
    runs.put(run("b", RunState.DONE, 2).setRuleSet("other").build());
    runs.put(run("c", RunState.DONE, 3).setJob("other").build());

    assertEquals(List.of("a"), runs.of("shop", "carts").map(WarmupRun::getRun).toList());
  }

  @Test
  void shouldReadRunsAndForgetThemAndPassOverWhatIsNone() {
    try (AvroCodec codec = AvroCodec.forRegistry("mock://" + UUID.randomUUID())) {
      RunReader reader = new RunReader(codec);
      WarmupRun run = run("a", RunState.DONE, 1).build();

      assertEquals(Optional.of(run), reader.read(record("a", codec.encode("status", run)), runs));
      assertEquals(Optional.empty(), reader.read(record("b", new byte[] {7}), runs));
      assertEquals(List.of("a"), ids());
      assertEquals(Optional.empty(), reader.read(record("a", null), runs));
      assertEquals(List.of(), ids());
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte @Nullable [] value) {
    return new ConsumerRecord<>("status", 0, 0, key.getBytes(UTF_8), value);
  }

  @Test
  void shouldReadThePlaceThatItHasWritten() {
    RunPlace place = new RunPlace(17, "shop.carts.17@x");

    assertEquals(place, RunPlace.parse(place.toString()));
    assertThrows(IllegalArgumentException.class, () -> RunPlace.parse("17"));
    assertThrows(IllegalArgumentException.class, () -> RunPlace.parse("x@y"));
  }
}
