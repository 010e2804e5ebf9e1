// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import java.time.Duration;

/**
 * How much of a profile is asked for.
 *
 * @param eventsPerSecond in the mean
 * @param duration how long
 * @param nodes how many nodes read
 * @param valueBytes how long a value is
 * @param loadTime how long the source takes for one
 */
record Load(int eventsPerSecond, Duration duration, int nodes, int valueBytes, Duration loadTime) {}
