// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads of less than a microsecond against changes of the same keys: one thread loads a key while
 * the other changes it and says so, each a little later than it could, by chance. One load in eight
 * is sure to look before the change, and to end after the cache was told. For one thread.
 */
final class Crossings {
  private static final int MOST_SPINS = 16;
  private static final int CYCLES_PER_CERTAIN = 8;
  private static final int SPINS_BEFORE_REST = 1_000;

  /** A run counts if in at least so large a share of its cycles the load was overtaken. */
  private static final double OVERTAKEN_SHARE = 0.1;

  private static final int CYCLES_TO_JUDGE = 100_000;

  private final MemoryCache cache;
  private final int cycles;
  private volatile long version;

  /** The cycle whose load may begin, has looked, whose change was told, whose load has ended. */
  private volatile int begun;

  private volatile int looked;
  private volatile int told;
  private volatile int loaded;
  private int overtaken;

  /**
   * What came of them.
   *
   * @param wrong keys that the cache would have served as they no longer were
   * @param overtaken loads that looked before the change and ended after the cache was told of it
   */
  record Outcome(int wrong, int overtaken) {}

  private Crossings(MemoryCache cache, int cycles) {
    this.cache = cache;
    this.cycles = cycles;
  }

  /**
   * Crosses them so many times.
   *
   * @throws IllegalStateException if hardly any load ended after its change
   */
  static Outcome run(MemoryCache cache, int cycles) {
    return new Crossings(cache, cycles).run();
  }

  private Outcome run() {
    CompletableFuture<Void> loader =
        CompletableFuture.runAsync(this::load, task -> new Thread(task, "loader").start());
    int wrong;
    try {
      wrong = change(loader);
    } finally {
      // Also if it failed nobody waits for more.
      told = Integer.MAX_VALUE;
      begun = cycles;
    }
    loader.join();
    if (cycles >= CYCLES_TO_JUDGE && overtaken < OVERTAKEN_SHARE * cycles) {
      throw new IllegalStateException(
          "found %,d loads of %,d that ended after the change, expected more"
              .formatted(overtaken, cycles));
    }
    return new Outcome(wrong, overtaken);
  }

  private void load() {
    SplittableRandom random = new SplittableRandom(1);
    for (int cycle = 1; cycle <= cycles; cycle++) {
      int spins = 0;
      while (begun < cycle) {
        spins = spin(spins);
      }
      rest(random);
      int current = cycle;
      cache.read(key(cycle), () -> answer(current, random));
      loaded = cycle;
    }
  }

  private Long answer(int cycle, SplittableRandom random) {
    long answer = version;
    looked = cycle;
    if (isCertain(cycle)) {
      int spins = 0;
      while (told < cycle) {
        spins = spin(spins);
      }
    }
    rest(random);
    if (told >= cycle && answer < version) {
      overtaken++;
    }
    return answer;
  }

  /** However the machine is used by others, some loads look before the change and end after it. */
  private static boolean isCertain(int cycle) {
    return cycle % CYCLES_PER_CERTAIN == 0;
  }

  private int change(CompletableFuture<Void> loader) {
    SplittableRandom random = new SplittableRandom(2);
    int wrong = 0;
    for (int cycle = 1; cycle <= cycles && !loader.isCompletedExceptionally(); cycle++) {
      cache.changed(key(cycle));
      begun = cycle;
      if (isCertain(cycle)) {
        // A cache that forgot nothing does not look.
        await(() -> Math.max(looked, loaded), cycle, loader);
      }
      rest(random);
      long now = version + 1;
      version = now;
      cache.changed(key(cycle));
      told = cycle;
      await(() -> loaded, cycle, loader);
      @Nullable Long served = cache.present(key(cycle));
      if (served != null && served != now) {
        wrong++;
      }
    }
    return wrong;
  }

  private static void await(IntSupplier reached, int cycle, CompletableFuture<Void> loader) {
    int spins = 0;
    while (reached.getAsInt() < cycle && !loader.isCompletedExceptionally()) {
      spins = spin(spins);
    }
  }

  private static int key(int cycle) {
    return cycle & (MemoryCache.KEYS - 1);
  }

  /** Something between nothing and the time that a command takes. */
  private static void rest(SplittableRandom random) {
    for (int spins = random.nextInt(MOST_SPINS); spins > 0; spins--) {
      Thread.onSpinWait();
    }
  }

  /** Lets others run where there are fewer cores than threads. */
  private static int spin(int spins) {
    if (spins < SPINS_BEFORE_REST) {
      Thread.onSpinWait();
      return spins + 1;
    }
    LockSupport.parkNanos(1);
    return 0;
  }
}
