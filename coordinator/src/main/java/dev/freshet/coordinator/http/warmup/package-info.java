// SPDX-License-Identifier: Apache-2.0
/**
 * Operations on warm-up: the jobs of the rules in force, their runs, and orders to those who plan
 * them. Entry type is {@link dev.freshet.coordinator.http.warmup.WarmupOperations}.
 *
 * <p><b>Threads.</b> Reading runs never waits; jobs are read, and orders written, on worker
 * threads. <b>Failure.</b> What cannot be done is answered as a problem, with the nearest name
 * where one is not known. An order that is stored counts, whoever plans.
 */
@NullMarked
package dev.freshet.coordinator.http.warmup;

import org.jspecify.annotations.NullMarked;
