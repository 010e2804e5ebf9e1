// SPDX-License-Identifier: Apache-2.0
/**
 * Streams to clients that may read slowly. Entry type {@link
 * dev.freshet.http.stream.BoundedWriter}, which any thread may offer to; it never blocks, and drops
 * and counts what does not fit.
 */
@NullMarked
package dev.freshet.http.stream;

import org.jspecify.annotations.NullMarked;
