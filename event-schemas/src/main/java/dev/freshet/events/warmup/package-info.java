// SPDX-License-Identifier: Apache-2.0
/**
 * What planner and workers of warm-up have to agree on besides the records: how reports of hot keys
 * become one ranking. Entry type: {@link dev.freshet.events.warmup.HotKeyMerge}. Pure functions,
 * safe for any thread; nothing here fails.
 */
@NullMarked
package dev.freshet.events.warmup;

import org.jspecify.annotations.NullMarked;
