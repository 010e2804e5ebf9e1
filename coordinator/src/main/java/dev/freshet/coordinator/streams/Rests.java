// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * How long a thread of Streams may wait for records before something is due that has a time. It is
 * known to the steps of its tasks, and needed by its consumer, to which Streams leads no way: both
 * meet here, by the thread. Each thread sees its own alone.
 */
public final class Rests {
  private static final ThreadLocal<List<LongSupplier>> OF_THREAD =
      ThreadLocal.withInitial(CopyOnWriteArrayList::new);

  private Rests() {}

  /**
   * From now on the thread that calls this waits no longer than this says, in milliseconds; below 1
   * if something is due by now.
   *
   * @return what takes it back, for any thread
   */
  public static Runnable add(LongSupplier restMs) {
    List<LongSupplier> all = OF_THREAD.get();
    all.add(restMs);
    return () -> all.remove(restMs);
  }

  /** How long this thread may wait, in milliseconds; 0 if nobody has said anything. */
  public static long ms() {
    return OF_THREAD.get().stream().mapToLong(LongSupplier::getAsLong).min().orElse(0);
  }
}
