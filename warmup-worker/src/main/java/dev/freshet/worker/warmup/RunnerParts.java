// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import dev.freshet.events.values.Position;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.worker.log.BrokerClock;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.warmup.work.WarmRegion;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the runner works with.
 *
 * @param avro reads tasks and writes reports; not closed by the runner
 * @param producer takes reports and dead letters; not closed by the runner
 * @param regions finds a region that was opened with a loader
 * @param isReady whether the node has read the command log; before, all of L2 counts as stale
 * @param watermarks how far the command log is applied here
 * @param brokerClock by which tasks are too old
 * @param sources where keys are listed from
 * @param meters where meters go
 * @param clock for the times in messages
 */
public record RunnerParts(
    AvroCodec avro,
    Producer<byte[], byte[]> producer,
    Function<String, Optional<WarmRegion<?>>> regions,
    BooleanSupplier isReady,
    Supplier<List<Position>> watermarks,
    BrokerClock brokerClock,
    Sources sources,
    MeterRegistry meters,
    InstantSource clock) {}
