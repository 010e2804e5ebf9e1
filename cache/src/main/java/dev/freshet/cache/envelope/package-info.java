// SPDX-License-Identifier: Apache-2.0
/**
 * The form of values in L2: a header that carries the stamp, and the payload. Entry type: {@link
 * dev.freshet.cache.envelope.Envelope}; the layout is specified in {@code docs/l2-format.md}.
 * Immutable and pure; what is malformed raises {@link
 * dev.freshet.cache.envelope.MalformedEnvelopeException}. Internal to the {@code cache} module.
 */
@NullMarked
package dev.freshet.cache.envelope;

import org.jspecify.annotations.NullMarked;
