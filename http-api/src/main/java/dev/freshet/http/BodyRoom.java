// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of bodies are held at one time, by all requests together: each may be within its
 * limit, and all of them be more than there is memory. Safe for any thread.
 */
final class BodyRoom {
  private static final int BODIES = 64;
  private static final int SHARE_OF_HEAP = 8;

  private final long most;
  private final AtomicLong held = new AtomicLong();

  BodyRoom(long most) {
    this.most = most;
  }

  /** Room for 64 bodies, within an eighth of the heap; for one in any case. */
  static BodyRoom forBodiesOf(int limitBytes) {
    long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    return new BodyRoom(Math.max(limitBytes, Math.min((long) BODIES * limitBytes, share)));
  }

  /** False if there is no room for so many more; none is taken then. */
  boolean take(int bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }

  long mostBytes() {
    return most;
  }
}
