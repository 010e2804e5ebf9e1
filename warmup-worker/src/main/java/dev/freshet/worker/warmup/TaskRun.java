// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupTask;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The life of one delivery of a task: it waits, is worked on, then settled. For the runner's
 * thread, except {@link Body}.
 */
final class TaskRun {

  /** Where it is in its life. */
  enum Phase {
    /** On the board. */
    WAITING,
    /** Worked on. */
    RUNNING,
    /** Its last words are being stored, or it waits to be given back. */
    ENDING,
    /** Settled, or its lock was lost. */
    OVER
  }

  final Lane lane;
  final ConsumerRecord<byte[], byte[]> record;
  final WarmupTask task;
  final long takenNanos;
  Phase phase = Phase.WAITING;
  long startedNanos;
  @Nullable Body body;

  TaskRun(Lane lane, ConsumerRecord<byte[], byte[]> record, WarmupTask task, long takenNanos) {
    this.lane = lane;
    this.record = record;
    this.task = task;
    this.takenNanos = takenNanos;
  }

  /** The job in its rule set. */
  String job() {
    return task.getRuleSet() + "/" + task.getJob();
  }

  Duration timeout() {
    return Duration.ofMillis(task.getTimeoutMs());
  }

  /** How often the task was delivered, from 1. */
  int delivery() {
    return record.deliveryCount().map(Short::intValue).orElse(1);
  }

  /** Whether it is too old to be begun, by the time that it is now at least. */
  boolean isExpired(OptionalLong nowMs) {
    return task.getLifeMs().isPresent()
        && nowMs.isPresent()
        && nowMs.getAsLong() - record.timestamp() > task.getLifeMs().get();
  }

  /** Whether it has waited or was worked on for longer than it may. */
  boolean isLate(long nowNanos) {
    long since = phase == Phase.RUNNING ? startedNanos : takenNanos;
    return nowNanos - since > timeout().toNanos();
  }
}
