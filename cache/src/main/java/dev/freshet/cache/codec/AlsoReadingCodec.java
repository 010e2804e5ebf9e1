// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

/** See {@link Codec#alsoReading}. */
record AlsoReadingCodec<V>(Codec<V> primary, Codec<? extends V> other) implements Codec<V> {
  AlsoReadingCodec {
    if (primary.reads(other.id())) {
      throw new IllegalArgumentException(
          "codec: found codec " + other.id() + " twice, expected codecs with different ids");
    }
  }

  @Override
  public int id() {
    return primary.id();
  }

  @Override
  public String mediaType() {
    return primary.mediaType();
  }

  @Override
  public byte[] encode(V value) {
    return primary.encode(value);
  }

  @Override
  public V decode(byte[] bytes) {
    return primary.decode(bytes);
  }

  @Override
  public boolean reads(int codecId) {
    return primary.reads(codecId) || other.reads(codecId);
  }

  @Override
  public V decode(int codecId, byte[] bytes) {
    return primary.reads(codecId) ? primary.decode(codecId, bytes) : other.decode(codecId, bytes);
  }

  @Override
  public String toString() {
    return primary + ", also reading " + other;
  }
}
