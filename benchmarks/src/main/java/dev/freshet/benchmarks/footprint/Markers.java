// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.footprint;

import dev.freshet.events.topics.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Holds both households to what they are compared for: one tells its progress all the time, the
 * other never. For one thread.
 */
final class Markers {
  private final Map<String, Object> kafka;
  private long told;

  /**
   * @param kafka how to reach it
   */
  Markers(Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  /**
   * Looks at what was told since the last time.
   *
   * @throws IllegalStateException if those who should tell did not, or those who should not did
   */
  void check() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      long now = markers(admin, Household.OURS);
      long mute = markers(admin, Household.MUTE);
      if (now <= told || mute > 0) {
        throw new IllegalStateException(
            "markers: found %d more, and %d of those who are mute, expected some and none"
                .formatted(now - told, mute));
      }
      told = now;
    }
  }

  private static long markers(Admin admin, Topics topics)
      throws ExecutionException, InterruptedException {
    return Traffic.of(admin, topics).records(topics.commands()::equals);
  }
}
