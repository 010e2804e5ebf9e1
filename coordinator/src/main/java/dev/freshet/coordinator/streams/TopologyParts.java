// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** Of what topologies are built. Immutable. */
public final class TopologyParts {
  /** Of a changelog. Whoever takes over reads all of it, so it must stay short. */
  public static final Map<String, String> SHORT_CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(16 << 20),
          TopicConfig.SEGMENT_MS_CONFIG, ms(Duration.ofMinutes(10)),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
          TopicConfig.DELETE_RETENTION_MS_CONFIG, ms(Duration.ofMinutes(10)),
          TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");

  /** Old clients write records without a time (-1), which Streams refuses by default. */
  public static final TimestampExtractor TIMESTAMP =
      (record, partitionTime) -> Math.max(0, record.timestamp());

  private TopologyParts() {}

  private static String ms(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
