// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.Answer.Source;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the cache has for a key, in the form in which clients get it.
 *
 * @param body the value's bytes; null if the cache remembers that the source has none
 * @param age how long ago it was loaded or written
 */
record Cached(byte @Nullable [] body, Source source, Duration age) {}
