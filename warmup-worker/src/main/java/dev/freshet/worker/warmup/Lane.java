// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A way by which tasks of one priority come. It gives no more until all that it gave are settled.
 * For one thread.
 */
interface Lane extends AutoCloseable {

  /** The priority of its tasks. */
  WarmupPriority priority();

  /** Whether all that it gave are settled. */
  boolean isEmpty();

  /** The next tasks; none if it is not empty or there are none. Hardly blocks. */
  List<ConsumerRecord<byte[], byte[]>> take();

  /** A task is over here. */
  void settle(ConsumerRecord<byte[], byte[]> task, AcknowledgeType how);

  /** Renews locks when it is time; returns the tasks whose locks are lost. */
  Collection<ConsumerRecord<byte[], byte[]>> renew();

  /** Sends what was settled. */
  void flush();

  /** Gives back all that is not settled; takes a second at the most. */
  @Override
  void close();
}
