// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.fence.L2Stamp;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What stands in L2: a header and the encoded value. The layout is specified byte by byte in {@code
 * docs/l2-format.md}; any change of it that a reader must understand needs another format version.
 * {@link EnvelopeReader} reads this and the former one. Immutable, if its arrays are left alone.
 *
 * @param stamp from before the value was loaded
 * @param regionVersion the version of the region that wrote it
 * @param loadedAtMs when it was loaded, ms since 1970
 * @param expiresAtMs when it is no longer fresh by time, ms since 1970; a store may keep it longer
 * @param tags explicit tags, from its loader
 * @param codecId who encoded the payload, 1 to 127
 * @param absent whether the source had no value; the payload is then empty
 * @param payload the encoded value, uncompressed
 * @param warmed whether warming wrote it, not a read
 */
public record Envelope(
    L2Stamp stamp,
    int regionVersion,
    long loadedAtMs,
    long expiresAtMs,
    List<String> tags,
    int codecId,
    boolean absent,
    byte[] payload,
    boolean warmed) {

  static final byte MAGIC = 'F';
  static final byte FORMAT = 2;
  static final byte FLAG_ABSENT = 1;

  /** In the field of notes, which readers may overlook. */
  static final byte NOTE_WARMED = 1;

  /** Magic, format version and header length. */
  static final int PREFIX_BYTES = 1 + 1 + 4;

  static final int CHECKSUM_BYTES = 4;

  private static final int FIXED_BYTES =
      PREFIX_BYTES + CHECKSUM_BYTES + 3 + 4 + 16 + 4 + 4 + 8 + 8 + 2 + 2;
  private static final int STAMP_BYTES = 4 + 8;
  private static final int MAX_UNSIGNED_SHORT = 0xFFFF;
  private static final int MAX_HEADER_BYTES = 16 * 1024 * 1024;

  /**
   * Makes an envelope that has a form in bytes.
   *
   * @throws IllegalArgumentException if a codec id or a tag is out of bounds
   */
  public Envelope {
    tags = List.copyOf(tags);
    require(codecId >= 1 && codecId <= 127, "codec id", codecId, "1 to 127");
    require(!absent || payload.length == 0, "bytes of an absent value", payload.length, "0");
    require(tags.size() <= MAX_UNSIGNED_SHORT, "explicit tags", tags.size(), "at most 65535");
    int stamps = stamp.partitions().length;
    require(stamps <= MAX_UNSIGNED_SHORT, "stamps", stamps, "at most 65535");
  }

  /** Makes an envelope that a read or write has to do with. */
  public Envelope(
      L2Stamp stamp,
      int regionVersion,
      long loadedAtMs,
      long expiresAtMs,
      List<String> tags,
      int codecId,
      boolean absent,
      byte[] payload) {
    this(stamp, regionVersion, loadedAtMs, expiresAtMs, tags, codecId, absent, payload, false);
  }

  /** The same with this payload. */
  public Envelope withPayload(byte[] encoded) {
    return new Envelope(
        stamp, regionVersion, loadedAtMs, expiresAtMs, tags, codecId, absent, encoded, warmed);
  }

  /** The same, written by warming or not. */
  public Envelope withWarmed(boolean byWarming) {
    return new Envelope(
        stamp, regionVersion, loadedAtMs, expiresAtMs, tags, codecId, absent, payload, byWarming);
  }

  /**
   * The bytes. The payload is compressed if it is longer than {@code compressAboveBytes} and gets
   * smaller by it.
   *
   * @throws IllegalArgumentException if a tag is longer than 65,535 bytes or no text, or all of
   *     them are longer than 16 MiB
   */
  public byte[] toBytes(Compression compression, int compressAboveBytes) {
    Stored stored = Stored.of(payload, compression, compressAboveBytes);
    List<ByteBuffer> encodedTags = tags.stream().map(Envelope::encode).toList();
    long headerBytes =
        FIXED_BYTES
            + (long) STAMP_BYTES * stamp.partitions().length
            + encodedTags.stream().mapToLong(tag -> 2 + tag.remaining()).sum()
            + (warmed ? 1 : 0);
    require(headerBytes <= MAX_HEADER_BYTES, "header bytes", headerBytes, "at most 16 MiB");
    ByteBuffer out = ByteBuffer.allocate((int) headerBytes + stored.bytes().length);
    out.put(MAGIC).put(FORMAT).putInt((int) headerBytes);
    // The checksum, which is known last.
    out.putInt(0);
    out.put(absent ? FLAG_ABSENT : 0).put((byte) codecId).put((byte) stored.compression().id());
    out.putInt(payload.length);
    putStamp(out);
    out.putShort((short) encodedTags.size());
    encodedTags.forEach(tag -> out.putShort((short) tag.remaining()).put(tag));
    if (warmed) {
      out.put(NOTE_WARMED);
    }
    out.put(stored.bytes());
    return out.putInt(PREFIX_BYTES, checksum(out.array())).array();
  }

  private void putStamp(ByteBuffer out) {
    UUID topic = stamp.identity().topicId();
    out.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
    out.putInt(stamp.identity().partitions());
    out.putInt(regionVersion).putLong(loadedAtMs).putLong(expiresAtMs);
    int stamps = stamp.partitions().length;
    out.putShort((short) stamps);
    for (int i = 0; i < stamps; i++) {
      out.putInt(stamp.partitions()[i]).putLong(stamp.ordersBehind()[i]);
    }
  }

  /**
   * Reads what {@link #toBytes} wrote, now or in format 1.
   *
   * @throws MalformedEnvelopeException if it was not written so
   */
  public static Envelope parse(byte[] bytes) throws MalformedEnvelopeException {
    return new EnvelopeReader(bytes).envelope();
  }

  /**
   * The front of the bytes that tells this write from any other of the key: what a delete compares
   * that must not take a newer value. It holds the stamp, the times and the checksum of the
   * payload.
   *
   * @throws MalformedEnvelopeException if the bytes are no envelope
   */
  public static byte[] identity(byte[] bytes) throws MalformedEnvelopeException {
    return new EnvelopeReader(bytes).header();
  }

  /** CRC-32C (RFC 3720) of all but the checksum itself. */
  static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, PREFIX_BYTES);
    int behind = PREFIX_BYTES + CHECKSUM_BYTES;
    crc.update(bytes, behind, bytes.length - behind);
    return (int) crc.getValue();
  }

  /** Strict: a tag that came back as another one would not be invalidated. */
  private static ByteBuffer encode(String tag) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(tag));
      int length = encoded.remaining();
      require(length <= MAX_UNSIGNED_SHORT, "bytes of an explicit tag", length, "at most 65535");
      return encoded;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "envelope: an explicit tag: found half of a surrogate pair, expected text", e);
    }
  }

  private static void require(boolean holds, String what, long found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "envelope: " + what + ": found " + found + ", expected " + expected);
    }
  }

  /** The payload as it stands in L2. */
  private record Stored(Compression compression, byte[] bytes) {
    static Stored of(byte[] payload, Compression wanted, int aboveBytes) {
      if (wanted != Compression.NONE
          && payload.length > aboveBytes
          && payload.length <= Compression.MAX_ORIGINAL_BYTES) {
        byte[] compressed = wanted.compress(payload);
        if (compressed.length < payload.length) {
          return new Stored(wanted, compressed);
        }
      }
      return new Stored(Compression.NONE, payload);
    }
  }
}
