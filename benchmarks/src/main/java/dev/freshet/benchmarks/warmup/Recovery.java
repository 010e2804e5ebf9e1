// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.warmup;

/**
 * How a hit rate came back after a purge.
 *
 * @param seconds until it was at 95 % of its former level, and stayed there
 * @param mostWarmedInASecond most keys that the source was asked for by warming in any second
 */
record Recovery(double seconds, long mostWarmedInASecond) {}
