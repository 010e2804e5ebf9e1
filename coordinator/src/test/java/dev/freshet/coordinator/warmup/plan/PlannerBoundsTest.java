// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.RetryRun;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.StartRun;
import dev.freshet.events.avro.TaskOutcome;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing grows beyond what a record or a process holds. */
class PlannerBoundsTest {
  private static final String DEMAND =
      "id: demand, region: user, onDemand: true, batchSize: 10000, keys: {list: [user:1]}";
  private static final String AFTER =
      "id: after, region: user, after: {rule: user-updated}, keys: {invalidated: true}";

  private static String[] keys(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }

  /** What the notes of a kind hold, in bytes, the largest first. */
  private static List<Integer> sizes(Planning plan, String kind) {
    return plan.notes.entrySet().stream()
        .filter(note -> note.getKey().startsWith(kind + "|"))
        .map(note -> note.getValue().length)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  @Test
  void shouldShortenWhatOthersSay() {
    Planning plan = new Planning(DEMAND);
    String text = "x".repeat(500_000);
    plan.say(new StartRun("r1", "shop", "demand", List.of("user:1"), text, text));
    plan.say(
        Planning.report(plan.tasks.removeFirst())
            .setOutcome(TaskOutcome.FAILED)
            .setLoaded(0)
            .setError(text)
            .build());

    assertEquals(RunState.FAILED, plan.run("r1").getState());
    assertTrue(sizes(plan, "run").get(0) < 10_000, () -> "found " + sizes(plan, "run"));
    assertEquals(Run.LONGEST_TEXT + 1, plan.run("r1").getErrors().get(0).length());
    assertEquals(Run.LONGEST_TEXT + 1, plan.run("r1").getCause().orElseThrow().length());
    assertTrue(plan.run("r1").getReason().orElseThrow().startsWith("no key could be loaded: x"));
  }

  @Test
  void shouldSplitNotesOfTargetsWithLongKeys() {
    Planning plan = new Planning(AFTER);
    plan.hot("a", "user", keys("user:" + "x".repeat(900), 1_000));

    plan.fired("r|user");
    assertTrue(sizes(plan, "target").get(0) < 400_000, () -> "found " + sizes(plan, "target"));
    plan.takenOver();
    plan.pass(Duration.ofSeconds(1));

    assertEquals(1_000, plan.run().getKeys());
  }

  @Test
  void shouldForgetWhichKeysHaveFailedLongAgo() {
    Planning plan = new Planning(DEMAND);
    int runs = (int) (Runs.MOST_FAILED_KEYS / Run.MOST_FAILED_KEYS) + 3;
    String[] keys = keys("user:", Run.MOST_FAILED_KEYS);
    for (int i = 0; i < runs; i++) {
      plan.start("r" + i, "demand", keys);
      plan.say(
          Planning.report(plan.tasks.removeFirst())
              .setOutcome(TaskOutcome.FAILED)
              .setLoaded(0)
              .build());
      plan.gap(Duration.ofMillis(1));
    }

    plan.pass(Duration.ofSeconds(11));

    assertEquals(runs - 3, sizes(plan, "failed").size());
    plan.say(new RetryRun("r2", "again-2", null, null));
    assertEquals(
        "which keys of run r2 have failed is not known any more",
        plan.run("again-2").getReason().orElseThrow());
    plan.say(new RetryRun("r3", "again-3", null, null));
    assertEquals(Run.MOST_FAILED_KEYS, plan.run("again-3").getKeys());
  }
}
