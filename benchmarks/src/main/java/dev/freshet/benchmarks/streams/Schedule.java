// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

/**
 * When each of some changes is due, whatever became of those before it: latencies that count from
 * then on have the waiting in them that a sender causes who is late (coordinated omission).
 * Immutable.
 *
 * @param first number of the first change
 * @param count how many there are
 * @param perSecond at which rate
 * @param beginNanos when the first is due, by the monotonic clock of this machine
 */
record Schedule(int first, int count, int perSecond, long beginNanos) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** When a change is due; any process of this machine may ask. */
  long dueNanos(int number) {
    return beginNanos + (number - first) * NANOS_PER_SECOND / perSecond;
  }

  boolean has(int number) {
    return number >= first && number < first + count;
  }

  /** What {@link #parse} takes. */
  String text() {
    return "%d %d %d %d".formatted(first, count, perSecond, beginNanos);
  }

  static Schedule parse(String text) {
    String[] words = text.split(" ", -1);
    return new Schedule(
        Integer.parseInt(words[0]),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Long.parseLong(words[3]));
  }
}
