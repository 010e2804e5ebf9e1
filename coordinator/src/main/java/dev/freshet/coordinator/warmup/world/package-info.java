// SPDX-License-Identifier: Apache-2.0
/**
 * What the planning of warm-up runs goes by and does not decide: the jobs in force, the services
 * that can load regions, and the limits of sources. Entry type is {@link
 * dev.freshet.coordinator.warmup.world.World}.
 *
 * <p><b>Threads.</b> All types are immutable and safe for any thread. <b>Failure.</b> Nothing
 * throws; what is not there is empty.
 */
@NullMarked
package dev.freshet.coordinator.warmup.world;

import org.jspecify.annotations.NullMarked;
