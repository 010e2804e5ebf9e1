// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.serialization.Serializer;

/**
 * Where a task goes. Immutable.
 *
 * @param topic of a service and priority
 * @param run the key of its record
 */
record TaskAddress(String topic, String run) {

  /** Leaves the topic out. Stateless. */
  static final class RunSerializer implements Serializer<TaskAddress> {
    @Override
    public byte[] serialize(String topic, TaskAddress address) {
      return address.run().getBytes(UTF_8);
    }
  }
}
