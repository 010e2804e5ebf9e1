// SPDX-License-Identifier: Apache-2.0
/**
 * Values to bytes and back, for L2. Entry type: {@link dev.freshet.cache.codec.Codec}. Codecs are
 * immutable and safe for any thread; bytes that they cannot read raise {@link
 * dev.freshet.cache.codec.CodecException}, which the cache handles as a miss.
 */
@NullMarked
package dev.freshet.cache.codec;

import org.jspecify.annotations.NullMarked;
