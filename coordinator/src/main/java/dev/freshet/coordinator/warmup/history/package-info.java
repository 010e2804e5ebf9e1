// SPDX-License-Identifier: Apache-2.0
/**
 * What nodes say they have served most: lately ({@link
 * dev.freshet.coordinator.warmup.history.HotReports}), and at this hour on earlier days ({@link
 * dev.freshet.coordinator.warmup.history.AccessHistory}).
 *
 * <p><b>Threads.</b> One thread for each object; no clock and no I/O in here. <b>Failure.</b>
 * Nothing throws; of what is unknown there is nothing.
 */
@NullMarked
package dev.freshet.coordinator.warmup.history;

import org.jspecify.annotations.NullMarked;
