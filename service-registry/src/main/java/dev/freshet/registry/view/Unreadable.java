// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts records that could not be read, and logs the first of each kind. Safe for any thread. */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  /**
   * @param kind of a handful: a topic and what was wrong
   */
  void count(String kind, Exception problem) {
    if (counts.merge(kind, 1L, Long::sum) == 1) {
      LOG.warn(
          "record cannot be read, others of this kind are only counted kind={}", kind, problem);
    }
  }

  Map<String, Long> counts() {
    return Map.copyOf(counts);
  }
}
