// SPDX-License-Identifier: Apache-2.0
/**
 * How warm-up runs are doing, in the memory of whoever shows them: {@link
 * dev.freshet.coordinator.warmup.view.RunsView}.
 *
 * <p><b>Threads.</b> One daemon thread a view reads; all others ask without waiting.
 * <b>Failure.</b> While brokers are away what was read stands. Records that cannot be read are
 * passed over, and logged.
 */
@NullMarked
package dev.freshet.coordinator.warmup.view;

import org.jspecify.annotations.NullMarked;
