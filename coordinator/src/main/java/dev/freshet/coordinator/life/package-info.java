// SPDX-License-Identifier: Apache-2.0
/**
 * Ends what a process has begun, in the right order: {@link dev.freshet.coordinator.life.Closer}.
 * Safe for any thread; a resource that fails to close is logged and does not keep the others open.
 */
@NullMarked
package dev.freshet.coordinator.life;

import org.jspecify.annotations.NullMarked;
