// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import java.util.UUID;

/**
 * Which command log a stamp speaks of. A topic that was deleted and created again, or that was
 * given more partitions, is another log: its positions say nothing about values stamped before.
 *
 * @param topicId the id that Kafka gave the topic at its creation (KIP-516)
 * @param partitions how many partitions the topic has
 */
public record LogIdentity(UUID topicId, int partitions) {
  public LogIdentity {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "log identity: a command log has at least 1 partition, found " + partitions);
    }
  }
}
