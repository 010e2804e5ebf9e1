// SPDX-License-Identifier: Apache-2.0
/**
 * The values that every module shares: what a command invalidates ({@link
 * dev.freshet.events.values.Target}), where it stands in the log ({@link
 * dev.freshet.events.values.Position}, {@link dev.freshet.events.values.LogIdentity}), how keys and
 * tags are spelled ({@link dev.freshet.events.values.Template}), and what a publisher gets back
 * ({@link dev.freshet.events.values.Receipt}).
 *
 * <p>Everything here is immutable, safe for any thread, does no I/O and knows neither Kafka nor
 * Avro: the {@code cache} module may depend on this package and on nothing else of {@code
 * event-schemas}. Bad input raises {@link IllegalArgumentException} (or a subtype that carries a
 * position) and nothing else.
 */
@NullMarked
package dev.freshet.events.values;

import org.jspecify.annotations.NullMarked;
