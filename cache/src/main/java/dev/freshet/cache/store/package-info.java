// SPDX-License-Identifier: Apache-2.0
/**
 * L2: bytes behind get, set and a TTL, in Redis, in files or in memory, alone or behind a circuit
 * breaker. Entry type: {@link dev.freshet.cache.store.L2Store}. Stores are safe for any thread and
 * never block; failures complete the returned stages exceptionally. Fences stand in the values, so
 * a store needs no ordering, no transactions and no invalidation; two atomic steps on one key serve
 * leases and tidy up.
 */
@NullMarked
package dev.freshet.cache.store;

import org.jspecify.annotations.NullMarked;
