// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import dev.freshet.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Pauses cost no time: the clock jumps to their end. */
final class FakeTime implements ResilientL2Store.Time {
  private final FakeClock clock = FakeClock.create();
  private final List<Long> pausesMs = new ArrayList<>();

  void advance(Duration step) {
    clock.advance(step);
  }

  /** All the pauses there were. */
  List<Long> pausesMs() {
    return pausesMs;
  }

  @Override
  public long nanos() {
    return clock.nanoTicker().getAsLong();
  }

  @Override
  public Executor after(long pauseMs) {
    return task -> {
      pausesMs.add(pauseMs);
      advance(Duration.ofMillis(pauseMs));
      task.run();
    };
  }
}
