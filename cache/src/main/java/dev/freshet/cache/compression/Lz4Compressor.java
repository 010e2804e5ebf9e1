// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** The LZ4 block format. */
final class Lz4Compressor implements Compressor {
  static final Compressor INSTANCE = new Lz4Compressor();

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();

  @Override
  public byte[] compress(byte[] original) {
    return compressor.compress(original);
  }

  @Override
  public int decompress(byte[] source, int offset, int length, byte[] target) {
    return decompressor.decompress(source, offset, length, target, 0, target.length);
  }
}
