// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

/** Bytes as they are. */
final class NoCompressor implements Compressor {
  static final Compressor INSTANCE = new NoCompressor();

  @Override
  public byte[] compress(byte[] original) {
    return original;
  }

  @Override
  public int decompress(byte[] source, int offset, int length, byte[] target) {
    System.arraycopy(source, offset, target, 0, Math.min(length, target.length));
    return length;
  }
}
