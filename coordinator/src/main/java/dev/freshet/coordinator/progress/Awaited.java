// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.progress;

/**
 * The events of a source partition of which somebody waits to hear that they are applied, and which
 * no marker has covered yet. Of several it knows the first and the last one: a marker that covers
 * some of those in between may tell nothing new to anybody, which does no harm. One thread.
 */
final class Awaited {
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  void add(long offset) {
    first = Math.min(first, offset);
    last = Math.max(last, offset);
  }

  /**
   * Takes out what a marker covers.
   *
   * @return whether it may have covered any
   */
  boolean coveredBefore(long nextOffset) {
    boolean covered = first < nextOffset;
    if (last < nextOffset) {
      first = Long.MAX_VALUE;
      last = Long.MIN_VALUE;
    } else if (covered) {
      first = nextOffset;
    }
    return covered;
  }
}
