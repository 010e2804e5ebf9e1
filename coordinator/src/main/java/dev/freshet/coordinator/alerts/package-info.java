// SPDX-License-Identifier: Apache-2.0
/**
 * What is wrong with caches by thresholds that are set: found in what members say of themselves,
 * and reported as cache-state events. Entry types are {@link
 * dev.freshet.coordinator.alerts.AlertMonitor}, which looks every few seconds, and {@link
 * dev.freshet.coordinator.alerts.AlertThresholds}. {@code TrafficWindow} sums up what regions did
 * lately, {@code AlertRules} finds what is wrong now, {@code AlertBook} keeps what flickers from
 * being told, {@code AlertMonitor} drives them.
 *
 * <p><b>Threads.</b> One daemon thread a monitor; all else is pure, or of that thread. All
 * coordinators look at the same heartbeats and come to the same alerts; the one that keeps the
 * registry reports them. <b>Failure.</b> While the registry cannot be read the last alerts stand. A
 * report that cannot be sent is logged.
 */
@NullMarked
package dev.freshet.coordinator.alerts;

import org.jspecify.annotations.NullMarked;
