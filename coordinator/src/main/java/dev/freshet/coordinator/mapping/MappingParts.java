// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.wire.AvroCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * The edges of a mapping topology: all by which it touches the world besides its topics.
 *
 * @param codec reads and writes Avro; not closed by the topology
 * @param sources how far the source partitions reach
 * @param books the rules in force
 * @param patience how long a registry that does not answer is waited for
 * @param meters where to count
 * @param clock the time in commands, markers and reports
 */
public record MappingParts(
    AvroCodec codec,
    SourceOffsets sources,
    RuleBooks books,
    Patience patience,
    MeterRegistry meters,
    InstantSource clock) {}
