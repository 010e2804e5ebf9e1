// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How a value is made smaller for L2. Ids and formats are stable: a value outlives the release that
 * wrote it. Safe for any thread; nothing here blocks.
 */
public enum Compression {
  NONE(0, "the JDK"),
  GZIP(1, "the JDK"),
  LZ4(2, "at.yawk.lz4:lz4-java"),
  ZSTD(3, "com.github.luben:zstd-jni"),
  SNAPPY(4, "org.xerial.snappy:snappy-java");

  /** What the longest value may be that is compressed, and so what a reader allocates at most. */
  public static final int MAX_ORIGINAL_BYTES = 64 * 1024 * 1024;

  private static final Compression[] ALL = values();

  private final int id;
  private final String library;

  Compression(int id, String library) {
    this.id = id;
    this.library = library;
  }

  /** Stands in the header of each value. */
  public int id() {
    return id;
  }

  /** As regions spell it: {@code none, gzip, lz4, zstd, snappy}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The compression with this id; empty if there is none. */
  public static Optional<Compression> byId(int id) {
    for (Compression compression : ALL) { // once for each read: a stream would cost more than it
      if (compression.id == id) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /** The compression with this {@link #word}; empty if there is none. */
  public static Optional<Compression> byWord(String word) {
    return Arrays.stream(values())
        .filter(compression -> compression.word().equals(word))
        .findFirst();
  }

  /**
   * Tries the library out, so that its absence, or that of its native part, shows when a region is
   * set up and not with its first value.
   *
   * @return this
   * @throws IllegalStateException if it does not work here; says what to add
   */
  public Compression requireAvailable() {
    byte[] sample = new byte[64];
    try {
      byte[] compressed = compressor().compress(sample);
      decompress(compressed, 0, compressed.length, sample.length);
      return this;
    } catch (IOException | LinkageError e) {
      throw new IllegalStateException(
          "compression "
              + word()
              + ": does not work here, expected "
              + library
              + " on the class path",
          e);
    }
  }

  /** The compressed form, which may be longer than the original. */
  public byte[] compress(byte[] original) {
    try {
      return compressor().compress(original);
    } catch (IOException e) {
      throw new UncheckedIOException("compression " + word(), e);
    }
  }

  /**
   * Undoes {@link #compress}. Allocates {@code originalBytes} and no more, however the bytes look.
   *
   * @param originalBytes how long the original was, 0 to {@link #MAX_ORIGINAL_BYTES}
   * @throws IOException if the bytes are no compressed form of that many bytes, or the library does
   *     not work here
   */
  public byte[] decompress(byte[] source, int offset, int length, int originalBytes)
      throws IOException {
    if (originalBytes < 0 || originalBytes > MAX_ORIGINAL_BYTES) {
      throw new IOException(
          "compression "
              + word()
              + ": original length: found "
              + originalBytes
              + ", expected 0 to "
              + MAX_ORIGINAL_BYTES);
    }
    byte[] target = new byte[originalBytes];
    int count;
    try {
      count = compressor().decompress(source, offset, length, target);
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new IOException(
          "compression " + word() + ": " + length + " bytes do not decompress", e);
    }
    if (count != originalBytes) {
      throw new IOException(
          "compression "
              + word()
              + ": decompressed length: found "
              + count
              + ", expected "
              + originalBytes);
    }
    return target;
  }

  /** Each branch alone loads its class, and with it the library. */
  private Compressor compressor() {
    return switch (this) {
      case NONE -> NoCompressor.INSTANCE;
      case GZIP -> GzipCompressor.INSTANCE;
      case LZ4 -> Lz4Compressor.INSTANCE;
      case ZSTD -> ZstdCompressor.INSTANCE;
      case SNAPPY -> SnappyCompressor.INSTANCE;
    };
  }
}
