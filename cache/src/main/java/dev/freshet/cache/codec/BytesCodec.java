// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

/** See {@link Codec#bytes()}. */
record BytesCodec() implements Codec<byte[]> {
  @Override
  public int id() {
    return 1;
  }

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] bytes) {
    return bytes;
  }

  @Override
  public String toString() {
    return "codec bytes";
  }
}
