// SPDX-License-Identifier: Apache-2.0
/**
 * What the passing of time means for a value: its age ({@link dev.freshet.cache.time.Ages}), and
 * the silence of the command log ({@link dev.freshet.cache.time.Blindness}); {@link
 * dev.freshet.cache.time.Freshness} asks both. Decisions over a clock that is handed in, safe for
 * any thread. No part of the promise rests on them: that is the fence's. Internal to the {@code
 * cache} module.
 */
@NullMarked
package dev.freshet.cache.time;

import org.jspecify.annotations.NullMarked;
