// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** RFC 1952, by the JDK. */
final class GzipCompressor implements Compressor {
  static final Compressor INSTANCE = new GzipCompressor();

  @Override
  public byte[] compress(byte[] original) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(original);
    }
    return out.toByteArray();
  }

  @Override
  public int decompress(byte[] source, int offset, int length, byte[] target) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(source, offset, length))) {
      int count = in.readNBytes(target, 0, target.length);
      // Reads the checksum at the end, too.
      return in.read() < 0 ? count : target.length + 1;
    }
  }
}
