// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.simulation;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Somebody in a {@link Schedule}: a stack of its own, that moves only while it has the baton. */
final class Actor {
  private final String name;
  private final int number;
  private final Runnable body;

  /** What it waits for, if anything; asked by whoever has the baton. */
  private @Nullable BooleanSupplier awaited;

  private @Nullable Thread thread;

  /** Volatile: carries everything that the last holder of the baton did to this one. */
  private volatile boolean hasBaton;

  Actor(String name, int number, Runnable body) {
    this.name = name;
    this.number = number;
    this.body = body;
  }

  String name() {
    return name;
  }

  int number() {
    return number;
  }

  boolean isReady() {
    return awaited == null || awaited.getAsBoolean();
  }

  void waitFor(BooleanSupplier condition) {
    awaited = condition;
  }

  void waitForNothing() {
    awaited = null;
  }

  boolean hasBegun() {
    return thread != null;
  }

  /** Runs in the thread that calls. */
  void begin() {
    thread = Thread.currentThread();
    body.run();
  }

  void giveBaton() {
    hasBaton = true;
    LockSupport.unpark(thread);
  }

  /** Blocks until somebody gives it the baton. */
  void takeBaton() {
    while (!hasBaton) {
      LockSupport.park(this);
    }
    hasBaton = false;
  }
}
