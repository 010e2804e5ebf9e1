// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.avro.WarmupTask;
import dev.freshet.events.values.Position;
import dev.freshet.worker.log.BrokerClock;
import dev.freshet.worker.warmup.work.Outcome;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the loop works with.
 *
 * @param slots most tasks at a time
 * @param lanes by which tasks come
 * @param board where they wait
 * @param decoder reads a task; throws as {@code AvroCodec.decode}
 * @param works does a task
 * @param executor runs as many works at a time as there are slots
 * @param words writes reports and dead letters
 * @param worker how this node signs reports
 * @param isReady whether tasks may be begun now
 * @param watermarks how far the command log is applied here
 * @param brokerClock by which tasks are too old
 * @param meters counts
 * @param nanoTime the time
 */
record LoopParts(
    int slots,
    Lanes lanes,
    Board board,
    Function<ConsumerRecord<byte[], byte[]>, WarmupTask> decoder,
    Works works,
    Executor executor,
    LastWords words,
    String worker,
    BooleanSupplier isReady,
    Supplier<List<Position>> watermarks,
    BrokerClock brokerClock,
    RunnerMeters meters,
    LongSupplier nanoTime) {

  /** Does a task, in the caller's thread; interrupted, or told so, it stops. */
  @FunctionalInterface
  interface Works {
    Outcome work(WarmupTask task, BooleanSupplier isStopped) throws InterruptedException;
  }
}
