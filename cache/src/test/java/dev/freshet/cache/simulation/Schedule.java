// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.fence.Interleaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs actors one at a time. At every step the seed says who goes on, so a schedule is a function
 * of its seed: the same one replays the same interleaving. Actors are threads that pass a baton,
 * and whoever holds it may touch everything here.
 */
final class Schedule implements Interleaving {
  private static final int MOST_STEPS = 100_000;

  private final Random random;
  private final Executor threads;
  private final boolean traced;
  private final List<Actor> alive = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final Semaphore finished = new Semaphore(0);
  private @Nullable Actor current;
  private @Nullable Throwable failure;
  private int steps;

  private record Actor(String name, Semaphore baton) {}

  /** Ends the other actors once one has failed, or when they go on for ever. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /**
   * A schedule.
   *
   * @param threads runs one thread for each actor
   * @param traced whether notes are kept
   */
  Schedule(long seed, Executor threads, boolean traced) {
    this.random = new Random(seed);
    this.threads = threads;
    this.traced = traced;
  }

  /** What the seed decides besides who goes on: 0 to {@code bound} - 1. */
  int choose(int bound) {
    return random.nextInt(bound);
  }

  /** Adds an actor; before {@link #run}, or by the actor that has the baton. */
  void actor(String name, Runnable body) {
    Actor actor = new Actor(name, new Semaphore(0));
    alive.add(actor);
    threads.execute(
        () -> {
          actor.baton().acquireUninterruptibly();
          try {
            body.run();
          } catch (RuntimeException | Error e) {
            fail(e);
          }
          alive.remove(actor);
          passOn();
        });
  }

  /** Lets the actors go until the last has ended; what the first of them threw, or null. */
  @Nullable Throwable run() {
    passOn();
    finished.acquireUninterruptibly();
    return failure;
  }

  @Override
  public void step() {
    Actor me = current;
    if (me == null) {
      return; // what is set up and looked at afterwards runs outside of any actor
    }
    if (failure != null) {
      throw new Stopped();
    }
    if (++steps > MOST_STEPS) {
      throw new IllegalStateException("found more than " + MOST_STEPS + " steps, expected an end");
    }
    Actor next = alive.get(random.nextInt(alive.size()));
    if (!next.equals(me)) {
      current = next;
      next.baton().release();
      me.baton().acquireUninterruptibly();
    }
  }

  @Override
  public void awaiting(CompletableFuture<?> awaited) {
    while (!awaited.isDone() && current != null) {
      step();
    }
  }

  void note(Supplier<String> what) {
    if (traced) {
      trace.add((current == null ? "" : current.name() + ": ") + what.get());
    }
  }

  List<String> trace() {
    return List.copyOf(trace);
  }

  private void fail(Throwable thrown) {
    if (failure == null && !(thrown instanceof Stopped)) {
      failure = thrown;
    }
  }

  private void passOn() {
    if (alive.isEmpty()) {
      current = null;
      finished.release();
    } else {
      Actor next = alive.get(random.nextInt(alive.size()));
      current = next;
      next.baton().release();
    }
  }
}
