// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import java.lang.reflect.Type;

/**
 * Turns the values of a region into bytes and back. Implementations are safe for any thread.
 *
 * <p>Its id stands in the header of each value, so that a reader knows what it has before it. Ids 1
 * to 63 are Freshet's, 64 to 127 are for codecs of a service's own. To change the codec of a region
 * without losing its values, let all nodes {@linkplain #alsoReading also read} the new one first.
 *
 * <p>Codecs that are equal read and write the same values; a text says which codec it is.
 */
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
    return JacksonCodec.json(type);
  }

  /** Text as UTF-8, codec 3. */
  static Codec<String> string() {
    return new StringCodec();
  }

  /**
   * JSON as text that is checked and otherwise left alone: for nodes that pass values on and know
   * no type for them. Reads and writes the values of {@link #json} of any type, under the same id.
   */
  static Codec<byte[]> jsonText() {
    return new JsonTextCodec();
  }

  /** What HTTP calls the encoded form, for example {@code application/json}; default any bytes. */
  default String mediaType() {
    return "application/octet-stream";
  }

  /** Stands in the header of each value, 1 to 127. */
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

  /** Whether {@link #decode(int, byte[])} takes values of this codec; others are misses. */
  default boolean reads(int codecId) {
    return codecId == id();
  }

  /**
   * Decodes what the codec with this id encoded. Whatever {@link #decode(byte[])} raises at bytes
   * that it cannot read, this raises a {@link CodecException}.
   *
   * @param codecId from the value's header
   * @throws CodecException if the bytes are no encoded value, or of a codec this one does not read
   */
  default V decode(int codecId, byte[] bytes) {
    if (codecId != id()) {
      throw new CodecException("codec: found a value of codec " + codecId + ", expected " + id());
    }
    return Guard.decode("codec " + id(), bytes, () -> decode(bytes));
  }

  /**
   * This codec, which also reads values of another: what a rolling deploy needs that changes the
   * codec of a region.
   *
   * @throws IllegalArgumentException if it reads the other's values already
   */
  default Codec<V> alsoReading(Codec<? extends V> other) {
    return new AlsoReadingCodec<>(this, other);
  }
}
