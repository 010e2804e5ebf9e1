// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.streams.Patience;
import dev.freshet.coordinator.streams.StateEvents;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.keeping.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The edges of a planning topology: all by which it touches the world besides its topics.
 *
 * @param topics the environment
 * @param planner who plans, in runs and reports
 * @param codec reads and writes Avro; not closed by the topology
 * @param patience how long a schema registry that does not answer is waited for
 * @param surroundings jobs, members and topics
 * @param meters where to count
 * @param clock the time by which jobs are due
 * @param nanoTicker the time by which silences are measured, as {@link System#nanoTime()}
 */
public record WarmupParts(
    Topics topics,
    String planner,
    AvroCodec codec,
    Patience patience,
    Surroundings surroundings,
    MeterRegistry meters,
    InstantSource clock,
    LongSupplier nanoTicker) {

  Moment now() {
    return new Moment(Duration.ofNanos(nanoTicker.getAsLong()), clock.instant());
  }

  StateEvents stateEvents() {
    return new StateEvents(topics, planner, codec, patience, clock);
  }
}
