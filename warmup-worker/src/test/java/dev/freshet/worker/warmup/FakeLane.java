// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupPriority;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gives what a test puts in, and notes what became of it. */
final class FakeLane implements Lane {
  private final WarmupPriority priority;
  final List<ConsumerRecord<byte[], byte[]>> next = new ArrayList<>();
  final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();
  final List<ConsumerRecord<byte[], byte[]>> lost = new ArrayList<>();
  final Map<Long, AcknowledgeType> settled = new LinkedHashMap<>();
  boolean isClosed;

  FakeLane(WarmupPriority priority) {
    this.priority = priority;
  }

  @Override
  public WarmupPriority priority() {
    return priority;
  }

  @Override
  public boolean isEmpty() {
    return held.isEmpty();
  }

  @Override
  public List<ConsumerRecord<byte[], byte[]>> take() {
    if (!held.isEmpty()) {
      return List.of();
    }
    held.addAll(next);
    next.clear();
    return List.copyOf(held);
  }

  @Override
  public void settle(ConsumerRecord<byte[], byte[]> task, AcknowledgeType how) {
    if (held.remove(task)) {
      settled.put(task.offset(), how);
    }
  }

  @Override
  public Collection<ConsumerRecord<byte[], byte[]>> renew() {
    held.removeAll(lost);
    List<ConsumerRecord<byte[], byte[]>> gone = List.copyOf(lost);
    lost.clear();
    return gone;
  }

  @Override
  public void flush() {
    // Nothing is kept back here.
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
