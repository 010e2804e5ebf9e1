// SPDX-License-Identifier: Apache-2.0
/**
 * The events of the example domain, one package for each of its eight services. {@link
 * dev.freshet.example.ShippedEvents} lists them.
 *
 * <p>Stateless and safe for any thread. An event type that is not shipped raises an {@link
 * IllegalArgumentException}.
 */
@NullMarked
package dev.freshet.example;

import org.jspecify.annotations.NullMarked;
