// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import java.io.IOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** The raw Snappy format. */
final class SnappyCompressor implements Compressor {
  static final Compressor INSTANCE = new SnappyCompressor();

  @Override
  public byte[] compress(byte[] original) throws IOException {
    try {
      return Snappy.compress(original);
    } catch (SnappyError e) {
      throw unusable(e);
    }
  }

  @Override
  public int decompress(byte[] source, int offset, int length, byte[] target) throws IOException {
    try {
      // The library trusts the length at the front of the bytes, not that of the target.
      int announced = Snappy.uncompressedLength(source, offset, length);
      return announced == target.length
          ? Snappy.uncompress(source, offset, length, target, 0)
          : announced;
    } catch (SnappyError e) {
      throw unusable(e);
    }
  }

  /** The native part did not load. */
  private static IOException unusable(SnappyError e) {
    return new IOException("snappy: the native library does not work here", e);
  }
}
