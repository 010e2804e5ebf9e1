// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.streams;

/**
 * How late changes came.
 *
 * @param p50Nanos half came sooner
 * @param p99Nanos all but a hundredth came sooner
 * @param p999Nanos all but a thousandth came sooner, or the latest of fewer than a thousand
 */
record Delays(long p50Nanos, long p99Nanos, long p999Nanos) {

  /** What {@link #parse} takes. */
  String text() {
    return "%d %d %d".formatted(p50Nanos, p99Nanos, p999Nanos);
  }

  static Delays parse(String text) {
    String[] words = text.split(" ", -1);
    return new Delays(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
  }
}
