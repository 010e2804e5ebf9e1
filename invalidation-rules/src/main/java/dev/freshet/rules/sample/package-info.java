// SPDX-License-Identifier: Apache-2.0
/**
 * Events as samples: read from files, and shown to people without their secrets ({@link
 * dev.freshet.rules.sample.Masking}).
 *
 * <p>Everything is immutable or stateless, safe for any thread, and without I/O.
 */
@NullMarked
package dev.freshet.rules.sample;

import org.jspecify.annotations.NullMarked;
