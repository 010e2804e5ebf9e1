// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness;

/**
 * One value of one metric, from one round.
 *
 * @param metric as the trial's claim calls it
 */
public record Reading(String metric, double value) {}
