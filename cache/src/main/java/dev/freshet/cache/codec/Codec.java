// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import java.lang.reflect.Type;

/** Turns the values of a region into bytes and back. Implementations are safe for any thread. */
public interface Codec<V> {

  /** Bytes as they are, codec 1. Arrays are not copied: treat cached ones as immutable. */
  static Codec<byte[]> bytes() {
    return new BytesCodec();
  }

  /**
   * JSON through Jackson, codec 2. Unknown properties are ignored, so that nodes of two releases
   * read each other's values; dates are ISO-8601 text.
   *
   * @param type of the values
   */
  static <V> Codec<V> json(Type type) {
    return new JsonCodec<>(type);
  }

  /** Stands in the header of each value, 1 to 127: a value of another codec is a miss. */
  int id();

  /**
   * Encodes a value.
   *
   * @throws CodecException if the value has no encoding
   */
  byte[] encode(V value);

  /**
   * Decodes what {@link #encode} made.
   *
   * @throws CodecException if the bytes are no encoded value
   */
  V decode(byte[] bytes);
}
