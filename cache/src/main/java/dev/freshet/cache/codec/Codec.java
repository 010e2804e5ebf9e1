// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

/** Turns the values of a region into bytes and back. Implementations are safe for any thread. */
public interface Codec<V> {

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
