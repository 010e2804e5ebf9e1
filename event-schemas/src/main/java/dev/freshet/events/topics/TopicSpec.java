// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What a topic must be.
 *
 * @param required settings that a topic must have for Freshet to be right; {@code retention.ms} is
 *     a lower bound
 * @param advised settings that a new topic gets and an operator may change
 */
public record TopicSpec(
    String name,
    int partitions,
    int replication,
    Map<String, String> required,
    Map<String, String> advised) {

  public TopicSpec {
    required = Map.copyOf(required);
    advised = Map.copyOf(advised);
  }

  NewTopic toNewTopic() {
    Map<String, String> settings = new HashMap<>(advised);
    settings.putAll(required);
    return new NewTopic(name, Optional.of(partitions), Optional.of((short) replication))
        .configs(settings);
  }
}
