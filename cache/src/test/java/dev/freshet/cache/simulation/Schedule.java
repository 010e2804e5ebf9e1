// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import dev.freshet.cache.fence.Interleaving;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs actors one at a time. At every step the choices say who goes on, so a schedule is a function
 * of its choices: the same ones replay the same interleaving. Actors are threads that pass a baton,
 * and whoever holds it may touch everything here.
 *
 * <p>A schedule chooses how often actors change at all, from at every step to at every 16th: most
 * races need few changes in the right places (Burckhardt et al., A Randomized Scheduler with
 * Probabilistic Guarantees of Finding Bugs, ASPLOS 2010), and a change costs more than a step. It
 * may also choose an actor or two that hardly get on.
 */
final class Schedule implements Interleaving {
  private static final int MOST_STEPS = 20_000;
  private static final int SLOWNESS = 12;
  private static final int SLOW_ONE_IN = 8;

  private final Choices choices;
  private final Executor threads;
  private final boolean traced;
  private final List<Actor> alive = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final Semaphore finished = new Semaphore(0);

  /** Actors change at every {@code patience}-th step, on average. */
  private final int patience;

  /** Every eighth actor from this one on hardly gets on; below 0 if all do. */
  private final int slow;

  private @Nullable Actor current;
  private @Nullable Throwable failure;
  private int actors;
  private int planned;
  private int steps;

  /** Ends the other actors once one has failed. An error: nothing on its way may handle it. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /**
   * A schedule.
   *
   * @param threads runs actors, each in a thread of its own
   * @param traced whether notes are kept
   */
  Schedule(Choices choices, Executor threads, boolean traced) {
    this.choices = choices;
    this.threads = threads;
    this.traced = traced;
    this.patience = 16 >> choices.below(5);
    this.slow = choices.below(2 * SLOW_ONE_IN) - SLOW_ONE_IN;
  }

  /** What the choices decide besides who goes on: 0 to {@code bound} - 1; 0 is the simplest. */
  int choose(int bound) {
    return choices.below(bound);
  }

  /** How many choices were made before the first actor went. */
  int planned() {
    return planned;
  }

  /** How many steps were made. */
  int steps() {
    return steps;
  }

  /** Adds an actor; before {@link #run}, or by the actor that has the baton. */
  void actor(String name, Runnable body) {
    alive.add(new Actor(name, actors++, body));
  }

  /** Lets the actors go until the last has ended; what the first of them threw, or null. */
  @Nullable Throwable run() {
    planned = choices.count();
    if (!alive.isEmpty()) {
      carry(pick());
      finished.acquireUninterruptibly();
    }
    return failure;
  }

  @Override
  public void step() {
    Actor me = current;
    if (me == null) {
      return; // what is set up and looked at afterwards runs outside of any actor
    }
    if (++steps > MOST_STEPS) {
      fail(new IllegalStateException("found more than " + MOST_STEPS + " steps, expected an end"));
    }
    stopIfFailed();
    if (choose(patience) == patience - 1) {
      change(me);
    }
  }

  @Override
  public void awaiting(CompletableFuture<?> awaited) {
    await(awaited::isDone);
  }

  /** Lets the others go on until the condition holds. */
  void await(BooleanSupplier condition) {
    Actor me = current;
    if (me == null) {
      return;
    }
    me.waitFor(condition);
    while (!condition.getAsBoolean()) {
      change(me);
    }
    me.waitForNothing();
  }

  void note(Supplier<String> what) {
    if (traced) {
      trace.add((current == null ? "" : current.name() + ": ") + what.get());
    }
  }

  List<String> trace() {
    return List.copyOf(trace);
  }

  private void change(Actor me) {
    Actor next = pick();
    if (!next.equals(me)) {
      hand(next);
      me.takeBaton();
    }
    stopIfFailed();
  }

  private void stopIfFailed() {
    if (failure != null) {
      throw new Stopped();
    }
  }

  /** Who goes on. Choice 0 is who has the baton; who waits, and mostly who is slow, is passed. */
  private Actor pick() {
    int from = Math.max(0, alive.indexOf(current)) + choose(alive.size());
    Actor last = null;
    for (int i = 0; i < alive.size(); i++) {
      Actor actor = alive.get((from + i) % alive.size());
      if (failure == null && !actor.isReady()) {
        continue;
      }
      if (actor.number() % SLOW_ONE_IN != slow || choose(SLOWNESS) == 0) {
        return actor;
      }
      last = actor;
    }
    if (last == null) {
      fail(new IllegalStateException("found all actors waiting, expected one that goes on"));
      return alive.get(0);
    }
    return last;
  }

  private void hand(Actor next) {
    current = next;
    if (next.hasBegun()) {
      next.giveBaton();
    } else {
      threads.execute(() -> carry(next));
    }
  }

  /** Runs an actor in this thread; and behind its end others, as long as they have no thread. */
  private void carry(Actor first) {
    Actor actor = first;
    while (true) {
      current = actor;
      try {
        stopIfFailed();
        actor.begin();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
      alive.remove(actor);
      current = null;
      if (alive.isEmpty()) {
        finished.release();
        return;
      }
      actor = pick();
      if (actor.hasBegun()) {
        hand(actor);
        return;
      }
    }
  }

  private void fail(Throwable thrown) {
    if (failure == null && !(thrown instanceof Stopped)) {
      failure = thrown;
    }
  }
}
