// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import static dev.freshet.coordinator.warmup.view.TestRuns.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.http.warmup.KnownRuns.Known;
import dev.freshet.coordinator.warmup.view.Runs;
import dev.freshet.coordinator.warmup.view.TestRuns;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KnownRunsTest {
  private final List<Consumer<WarmupRun>> listeners = new ArrayList<>();
  private Optional<Runs> planned = Optional.of(TestRuns.of());
  private final KnownRuns known =
      new KnownRuns(
          () -> planned,
          listener -> {
            listeners.add(listener);
            return () -> listeners.remove(listener);
          },
          Duration.ofHours(1));

  private static WarmupRun of(String id, RunState state) {
    return run(id, state, 1).build();
  }

  /** A planner tells of a run. */
  private void tell(WarmupRun run) {
    planned = Optional.of(TestRuns.of(run));
    List.copyOf(listeners).forEach(each -> each.accept(run));
  }

  @Test
  void shouldKnowWhatWasOrderedUntilPlannersTellOfIt() {
    known.ordered(of("r-1", RunState.WAITING));
    assertFalse(known.require("r-1").isPlanned());

    tell(of("r-1", RunState.RUNNING));

    assertEquals(RunState.RUNNING, known.require("r-1").run().getState());
    assertTrue(known.require("r-1").isPlanned());
    planned = Optional.of(TestRuns.of());
    assertThrows(ProblemException.class, () -> known.require("r-1"));
  }

  @Test
  void shouldForgetTheOldestOfTooManyOrders() {
    for (int i = 0; i <= 1_000; i++) {
      known.ordered(of("r-" + i, RunState.WAITING));
    }

    assertThrows(ProblemException.class, () -> known.require("r-0"));
    assertFalse(known.require("r-1").isPlanned());
  }

  @Test
  void shouldNameTheNearestRun() {
    planned = Optional.of(TestRuns.of(of("shop.carts.17-abcde", RunState.DONE)));

    ProblemException unknown =
        assertThrows(ProblemException.class, () -> known.require("shop.carts.17-abcdf"));

    assertEquals(
        "run shop.carts.17-abcdf: found none, nearest shop.carts.17-abcde", unknown.getMessage());
    assertEquals("/problems/A061", unknown.problem().type());
  }

  @Test
  void shouldSayThatRunsAreNotRead() {
    planned = Optional.empty();

    ProblemException away = assertThrows(ProblemException.class, () -> known.require("r-1"));

    assertEquals("/problems/H016", away.problem().type());
  }

  @Test
  void shouldWaitForWhatIsWanted() {
    known.ordered(of("r-1", RunState.WAITING));
    CompletableFuture<Known> shown = known.await("r-1", Known::isPlanned);
    assertFalse(shown.isDone());

    tell(of("r-2", RunState.RUNNING));
    assertFalse(shown.isDone());
    tell(of("r-1", RunState.RUNNING));

    assertEquals(RunState.RUNNING, shown.join().run().getState());
    assertEquals(List.of(), listeners);
  }
}
