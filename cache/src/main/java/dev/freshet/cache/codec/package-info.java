// SPDX-License-Identifier: Apache-2.0
/**
 * Values to bytes and back, for L2. Entry type: {@link dev.freshet.cache.codec.Codec}, which makes
 * those that need nothing but Jackson; {@link dev.freshet.cache.codec.MessagePackCodec}, {@link
 * dev.freshet.cache.codec.AvroRecordCodec} and {@link dev.freshet.cache.codec.ProtobufCodec} need
 * the library in their name, which is optional. Codecs are immutable and safe for any thread.
 * Whatever the bytes, decoding ends in a value or in {@link
 * dev.freshet.cache.codec.CodecException}, which the cache handles as a miss, and allocates in
 * proportion to their number.
 */
@NullMarked
package dev.freshet.cache.codec;

import org.jspecify.annotations.NullMarked;
