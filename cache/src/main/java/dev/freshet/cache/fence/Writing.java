// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

/**
 * A write to the source that has begun: made by {@link Fence#begin} <b>before</b> the source is
 * touched, so that the commands of writes that cross this one are seen. It holds on to the cells of
 * its targets until then. Immutable, for any thread.
 */
public final class Writing {
  private final Targets targets;
  private final Stamp stamp;
  private final TagCell[] cells;

  Writing(Targets targets, Stamp stamp, TagCell[] cells) {
    this.targets = targets;
    this.stamp = stamp;
    this.cells = cells;
  }

  /** What the written entry hangs on; the first is its key. */
  public Targets targets() {
    return targets;
  }

  /** Where the node stood when the write began. */
  public Stamp stamp() {
    return stamp;
  }

  TagCell[] cells() {
    return cells;
  }
}
