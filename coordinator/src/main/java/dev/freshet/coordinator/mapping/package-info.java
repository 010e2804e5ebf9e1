// SPDX-License-Identifier: Apache-2.0
/**
 * From domain events to invalidation commands. Entry type is {@link
 * dev.freshet.coordinator.mapping.MappingTopology}; a record meets, in this order:
 *
 * <ol>
 *   <li>{@code ProgressStep}: lets the record through, then notes how far its partition is mapped,
 *       and writes progress markers;
 *   <li>{@code DecodeStep}: bytes to domain event;
 *   <li>{@code MatchStep}: asks one snapshot of the rule book what the event invalidates;
 *   <li>{@code FanOutStep}: one command, and one report of it, for each target, at once or later
 *       ({@code Sender}, {@link dev.freshet.coordinator.held.HeldCommands});
 *   <li>{@code RejectStep}: what could not be mapped goes to the dead letters, with the reason.
 * </ol>
 *
 * <p>Rules come from their topic through {@code RulesProcessor} into {@link
 * dev.freshet.coordinator.rulesets.RuleBooks}. Nothing here talks to Kafka itself: what is asked of
 * the cluster comes through {@link dev.freshet.coordinator.progress.SourceOffsets}.
 *
 * <p><b>Threads.</b> Steps belong to their task's thread; {@code RuleBooks}, {@code Patience} and
 * the metrics are shared. <b>Failure.</b> What is wrong with a record makes a dead letter, and the
 * stream goes on; what is wrong around it (registry, cluster) stops the thread before its offset is
 * committed, and the record is mapped again ({@link
 * dev.freshet.coordinator.mapping.FailureHandler}).
 */
@NullMarked
package dev.freshet.coordinator.mapping;

import org.jspecify.annotations.NullMarked;
