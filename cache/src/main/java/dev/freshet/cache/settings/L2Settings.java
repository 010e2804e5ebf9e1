// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

import dev.freshet.cache.compression.Compression;
import java.time.Duration;

/**
 * The shared level.
 *
 * @param enabled whether the region uses it
 * @param ttl how long a value may stay in L2 after it was loaded
 * @param compression how values are compressed
 * @param compressAboveBytes values that are larger once encoded are compressed
 * @param maxValueBytes values that are larger once encoded are kept out of L2
 */
public record L2Settings(
    boolean enabled,
    Duration ttl,
    Compression compression,
    int compressAboveBytes,
    int maxValueBytes) {

  /** Below, what compression saves is not worth its time. */
  public static final int DEFAULT_COMPRESS_ABOVE_BYTES = 1_024;

  /** What Redis moves in a few milliseconds. */
  public static final int DEFAULT_MAX_VALUE_BYTES = 1 << 20;

  /**
   * Checks the settings, and that the compression works here.
   *
   * @throws IllegalStateException if the library of {@code compression} is missing
   */
  public L2Settings {
    Checks.positive("l2.ttl", ttl);
    Checks.require(
        compressAboveBytes >= 0, "l2.compressAboveBytes", compressAboveBytes, "0 or more");
    Checks.require(maxValueBytes > 0, "l2.maxValueBytes", maxValueBytes, "more than 0");
    compression = compression.requireAvailable();
  }

  /** Enabled, uncompressed, with values of up to 1 MiB. */
  public static L2Settings of(Duration ttl) {
    return new L2Settings(
        true, ttl, Compression.NONE, DEFAULT_COMPRESS_ABOVE_BYTES, DEFAULT_MAX_VALUE_BYTES);
  }

  /** The same, used or not. */
  public L2Settings withEnabled(boolean newEnabled) {
    return new L2Settings(newEnabled, ttl, compression, compressAboveBytes, maxValueBytes);
  }

  /** The same with another TTL. */
  public L2Settings withTtl(Duration newTtl) {
    return new L2Settings(enabled, newTtl, compression, compressAboveBytes, maxValueBytes);
  }

  /** The same, compressing values that are larger than {@code aboveBytes}. */
  public L2Settings withCompression(Compression newCompression, int aboveBytes) {
    return new L2Settings(enabled, ttl, newCompression, aboveBytes, maxValueBytes);
  }

  /** The same with another bound on the size of a value. */
  public L2Settings withMaxValueBytes(int newMaxValueBytes) {
    return new L2Settings(enabled, ttl, compression, compressAboveBytes, newMaxValueBytes);
  }
}
