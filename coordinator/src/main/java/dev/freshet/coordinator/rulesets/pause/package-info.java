// SPDX-License-Identifier: Apache-2.0
/**
 * Tells consumers that the mapping was paused or resumed. Entry type is {@link
 * dev.freshet.coordinator.rulesets.pause.PauseReports}.
 *
 * <p><b>Threads.</b> Safe for any thread; blocks for some seconds at the most. <b>Failure.</b> A
 * report that cannot be sent is logged: what it would tell holds all the same.
 */
@NullMarked
package dev.freshet.coordinator.rulesets.pause;

import org.jspecify.annotations.NullMarked;
