// SPDX-License-Identifier: Apache-2.0
/**
 * Invalidations by hand. Entry type is {@link
 * dev.freshet.coordinator.http.invalidations.InvalidationOperations}: names are held against the
 * regions in force, become commands, and are written and reported.
 *
 * <p><b>Threads.</b> Safe for any thread; compiling and writing run on the workers of the API.
 * <b>Failure.</b> Nothing is written unless all names are right. If Kafka takes some commands and
 * not others, the request fails; to send it again does no harm.
 */
@NullMarked
package dev.freshet.coordinator.http.invalidations;

import org.jspecify.annotations.NullMarked;
