// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import dev.freshet.cache.codec.Samples;
import dev.freshet.cache.codec.Samples.Sample;
import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.events.values.LogIdentity;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What stands in {@code l2-values.txt}: each sample in each format and compression, one a line as
 * format, codec, compression, hex. Once a release has written a format, its lines are never
 * changed; {@link #main} prints those for the next one.
 */
final class StoredValues {
  private StoredValues() {}

  /** The header of all of them. */
  static Envelope envelope(Sample<?> sample) {
    return new Envelope(
        stamp(),
        3,
        1_000,
        61_000,
        List.of("user:42"),
        sample.codec().id(),
        false,
        sample.encoded());
  }

  static L2Stamp stamp() {
    return new L2Stamp(
        new LogIdentity(new UUID(0x0123456789abcdefL, 0x0fedcba987654321L), 16),
        new int[] {3, 9},
        new long[] {1_001, (1L << 44) + 17});
  }

  /** Prints the lines, to be kept with those that are there. */
  public static void main(String[] args) {
    for (Sample<?> sample : Samples.all()) {
      print(1, sample, Compression.NONE, FormerEnvelope.toBytes(envelope(sample)));
      for (Compression compression : Compression.values()) {
        print(2, sample, compression, envelope(sample).toBytes(compression, 0));
      }
    }
  }

  private static void print(int format, Sample<?> sample, Compression compression, byte[] bytes) {
    System.out.printf(
        "%d %s %s %s%n",
        format, sample.name(), compression.word(), HexFormat.of().formatHex(bytes));
  }
}
