// SPDX-License-Identifier: Apache-2.0
/**
 * Figures as bars: one SVG file for each suite, made of text alone. Entry type: {@link
 * dev.freshet.benchmarks.harness.chart.Chart}. Stateless and safe for any thread. Nothing here
 * fails: a suite without figures is a chart without bars.
 */
@NullMarked
package dev.freshet.benchmarks.harness.chart;

import org.jspecify.annotations.NullMarked;
