// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.job.JobDefinition.Retry;
import dev.freshet.rules.job.JobDefinition.Work;
import java.time.Duration;
import java.util.OptionalDouble;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class WindowPropertyTest {
  private static Work work(int batch, int concurrency, int timeoutMs) {
    return new Work(batch, concurrency, 0, Duration.ofMillis(timeoutMs), Retry.DEFAULT, 1_000);
  }

  @Property
  void shouldKeepToLimitAndEndInTime(
      @ForAll @IntRange(min = 1, max = 10_000) int batch,
      @ForAll @IntRange(min = 1, max = 1_000) int concurrency,
      @ForAll @IntRange(min = 1, max = 50) int workers,
      @ForAll @IntRange(min = 1, max = 600_000) int timeoutMs,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double limit) {
    Work work = work(batch, concurrency, timeoutMs);

    Window window = Window.of(work, workers, OptionalDouble.of(limit));

    double pace = window.keysPerSecond().orElseThrow();
    assertTrue(window.tasks() >= 1 && window.tasks() <= Window.MOST);
    assertTrue(window.tasks() <= (long) concurrency * workers);
    assertTrue(window.keys() >= 1 && window.keys() <= batch);
    assertEquals(limit, window.tasks() * pace, limit * 1e-9);
    double tookMs = window.keys() / pace * 1_000;
    assertTrue(tookMs <= timeoutMs / 2.0 * (1 + 1e-9) || window.keys() == 1);
    assertTrue(
        window.timeout(work, window.keys()).toMillis() >= Math.max(timeoutMs, 2 * tookMs - 1));
  }

  @Property
  void shouldKeepWorkersBusyWithoutLimit(
      @ForAll @IntRange(min = 1, max = 1_000) int concurrency,
      @ForAll @IntRange(min = 1, max = 50) int workers) {
    Work work = work(100, concurrency, 30_000);

    Window window = Window.of(work, workers, OptionalDouble.empty());

    assertTrue(window.tasks() >= Math.min(Window.MOST, concurrency * workers));
    assertTrue(window.tasks() >= Window.LEAST && window.tasks() <= Window.MOST);
    assertEquals(OptionalDouble.empty(), window.keysPerSecond());
    assertEquals(work.timeout(), window.timeout(work, 100));
  }

  @Example
  void shouldMakeTasksOfAboutTwoSeconds() {
    Window window = Window.of(work(100, 8, 30_000), 4, OptionalDouble.of(1_000));

    assertEquals(new Window(20, 100, OptionalDouble.of(50)), window);
  }
}
