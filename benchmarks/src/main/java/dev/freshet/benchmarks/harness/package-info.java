// SPDX-License-Identifier: Apache-2.0
/**
 * How anything is measured here, whatever it is: trials in interleaved rounds, figures with their
 * spread, ratios within one run, budgets, reports. Entry types: {@link
 * dev.freshet.benchmarks.harness.Suite} for who adds a comparison, {@link
 * dev.freshet.benchmarks.harness.Run} for who runs some. One thread runs everything; a trial may
 * start others and ends them. A trial that fails ends the run: there are no figures without it.
 */
@NullMarked
package dev.freshet.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
