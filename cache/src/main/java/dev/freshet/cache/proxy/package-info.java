// SPDX-License-Identifier: Apache-2.0
/**
 * Caching by annotations, for plain Java: {@link dev.freshet.cache.proxy.CachingProxy} puts regions
 * in front of an implementation of an interface whose methods say {@link
 * dev.freshet.cache.proxy.Cached} and {@link dev.freshet.cache.proxy.InvalidateTags}.
 *
 * <p><b>Threads.</b> Everything here is immutable; a proxy is as safe for several threads as the
 * implementation behind it. Calls run in the thread of the caller.
 *
 * <p><b>Failure.</b> Annotations are read and checked when an interface is wrapped: all mistakes
 * come in one {@link IllegalArgumentException}, none at the first call. Afterwards a proxy throws
 * what the implementation throws, and what the region or the command log throw.
 */
@NullMarked
package dev.freshet.cache.proxy;

import org.jspecify.annotations.NullMarked;
