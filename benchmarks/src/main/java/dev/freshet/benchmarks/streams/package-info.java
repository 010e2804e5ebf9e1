// SPDX-License-Identifier: Apache-2.0
/**
 * From an event to what it makes stale, beside a bare Kafka Streams application that copies
 * records: how long it takes until a change is gone from another process, and how many events a
 * coordinator maps. Entry types: {@link dev.freshet.benchmarks.streams.PropagationSuite} and {@link
 * dev.freshet.benchmarks.streams.MappingSuite}, for the thread that runs the trials; coordinators,
 * nodes and the copying application are JVMs of their own. What is lost, is not gone or comes too
 * late fails the trial.
 */
@NullMarked
package dev.freshet.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
