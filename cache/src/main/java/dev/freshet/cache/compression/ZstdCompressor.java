// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import com.github.luben.zstd.Zstd;
import java.io.IOException;

/** RFC 8878, at the library's default level. */
final class ZstdCompressor implements Compressor {
  static final Compressor INSTANCE = new ZstdCompressor();

  @Override
  public byte[] compress(byte[] original) {
    return Zstd.compress(original);
  }

  @Override
  public int decompress(byte[] source, int offset, int length, byte[] target) throws IOException {
    long count = Zstd.decompressByteArray(target, 0, target.length, source, offset, length);
    if (Zstd.isError(count)) {
      throw new IOException(Zstd.getErrorName(count));
    }
    return (int) count;
  }
}
