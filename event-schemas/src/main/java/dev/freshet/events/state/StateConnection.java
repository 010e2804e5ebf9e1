// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import dev.freshet.events.wire.AvroCodec;
import java.time.Duration;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What a reader needs of the world.
 *
 * @param consumer its own
 * @param ownsCodec whether the codec was made for it
 * @param partition the one partition of the topic
 * @param closeWithin how long closing may take, in which a group is told what was handled
 */
record StateConnection(
    Consumer<byte[], byte[]> consumer,
    AvroCodec codec,
    boolean ownsCodec,
    TopicPartition partition,
    Duration closeWithin)
    implements AutoCloseable {
  static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  @Override
  public void close() {
    try {
      consumer.close(CloseOptions.timeout(closeWithin));
    } finally {
      if (ownsCodec) {
        codec.close();
      }
    }
  }
}
