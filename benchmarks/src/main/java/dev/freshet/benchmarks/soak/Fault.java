// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.soak;

/**
 * Something that goes wrong for a while.
 *
 * @param name for messages
 * @param isBlinding whether some node learns of no change meanwhile, as must show
 */
record Fault(String name, boolean isBlinding, Runnable strike, Runnable heal) {}
