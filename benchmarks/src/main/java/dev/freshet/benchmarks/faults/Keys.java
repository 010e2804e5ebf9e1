// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The keys of one comparison. Immutable.
 *
 * @param group what they begin with
 * @param all how many there are
 * @param changing how many change while a node is cut off
 */
record Keys(String group, int all, int changing) {
  private static final String SEPARATOR = "-";

  /** The group that a key is of. */
  static String groupOf(String key) {
    return key.substring(0, key.indexOf(SEPARATOR));
  }

  /** Each of them. */
  List<String> list() {
    return IntStream.range(0, all).mapToObj(this::key).toList();
  }

  /** Some that change, others each time. */
  List<String> draw(RandomGenerator random) {
    return random.ints(0, all).distinct().limit(changing).mapToObj(this::key).toList();
  }

  private String key(int number) {
    return group + SEPARATOR + number;
  }
}
