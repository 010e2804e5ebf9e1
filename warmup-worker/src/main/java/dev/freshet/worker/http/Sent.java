// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that a client sends to be cached.
 *
 * @param body as the codec of its region writes it
 * @param tags of its own, besides those of the region
 * @param ttl of its own, shorter than the region's; null for that
 */
record Sent(byte[] body, List<String> tags, @Nullable Duration ttl) {}
