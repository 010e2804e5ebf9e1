// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.topics.Topics;
import java.time.Duration;
import java.util.List;

/**
 * What a mapping topology is for.
 *
 * @param topics the environment
 * @param sourceTopics where domain events are read from, at least one
 * @param markerInterval how often each task writes its progress, to all command partitions
 * @param origin who writes the commands, in commands and reports
 */
public record MappingSettings(
    Topics topics, List<String> sourceTopics, Duration markerInterval, String origin) {

  /** How often progress is written if nothing else is said. */
  public static final Duration MARKER_INTERVAL = Duration.ofMillis(250);

  public MappingSettings {
    sourceTopics = sourceTopics.stream().distinct().toList();
    if (sourceTopics.isEmpty()) {
      throw new IllegalArgumentException("mapping: found no source topic, expected at least one");
    }
    if (markerInterval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "mapping: marker interval is wrong, found "
              + markerInterval
              + ", expected at least a millisecond");
    }
  }
}
