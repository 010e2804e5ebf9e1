// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import dev.freshet.events.wire.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Repeats what needs the schema registry until the registry answers, at growing distances. A
 * registry that is down says nothing about a record, so the record waits.
 *
 * <p>Safe for any thread; blocks the calling one. {@link #close} ends all waiting.
 */
public final class Patience implements AutoCloseable {
  /**
   * Well below max.poll.interval.ms: a thread that waits longer would be thrown out of its group.
   */
  public static final Duration DEFAULT = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Duration budget;
  private final Pause pause;
  private final LongSupplier nanoTicker;

  /** A wait that may be ended. */
  public interface Pause extends AutoCloseable {
    /** Blocks; false as soon as there is nothing to wait for any more. */
    boolean await(Duration duration);

    @Override
    default void close() {}
  }

  /**
   * Patience in some other time.
   *
   * @param budget about how long
   * @param pause how it waits
   * @param nanoTicker elapsed time, as {@link System#nanoTime()}
   */
  public Patience(Duration budget, Pause pause, LongSupplier nanoTicker) {
    this.budget = budget;
    this.pause = pause;
    this.nanoTicker = nanoTicker;
  }

  /** Patience in real time, of about this length. */
  public static Patience within(Duration budget) {
    return new Patience(budget, new LatchPause(), System::nanoTime);
  }

  /**
   * The result of {@code call}, repeated until the budget is used up.
   *
   * @throws RegistryUnavailableException if the registry does not answer in time
   */
  public <T> T untilAnswered(Supplier<T> call) {
    return repeat(budget, call);
  }

  /**
   * The result of {@code call}, repeated until {@link #close}.
   *
   * @throws RegistryUnavailableException if the registry does not answer before
   */
  public <T> T untilClosed(Supplier<T> call) {
    return repeat(Duration.ofNanos(Long.MAX_VALUE), call);
  }

  private <T> T repeat(Duration limit, Supplier<T> call) {
    long startNanos = nanoTicker.getAsLong();
    Duration next = FIRST_PAUSE;
    while (true) {
      try {
        return call.get();
      } catch (RegistryUnavailableException e) {
        boolean late = nanoTicker.getAsLong() - startNanos >= limit.toNanos();
        if (late || !pause.await(next)) {
          throw e;
        }
      }
      Duration doubled = next.multipliedBy(2);
      next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  @Override
  public void close() {
    pause.close();
  }

  private static final class LatchPause implements Pause {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public boolean await(Duration duration) {
      try {
        return !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
