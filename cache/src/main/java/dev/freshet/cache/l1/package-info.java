// SPDX-License-Identifier: Apache-2.0
/**
 * The level in the process: entries under keys, bounded, each with its own expiry. Entry type:
 * {@link dev.freshet.cache.l1.L1Level}. Safe for any thread, never blocks, never fails. Internal to
 * the {@code cache} module.
 */
@NullMarked
package dev.freshet.cache.l1;

import org.jspecify.annotations.NullMarked;
