// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * What one file of {@link FileL2Store} holds. Big-endian:
 *
 * <pre>
 *  0  4  magic "FRL" and the format, 1
 *  4  4  CRC-32C of all that follows
 *  8  8  expiry, milliseconds since the epoch
 * 16  4  length of the key in bytes
 * 20  n  key, UTF-8
 *  .. .. value, to the end
 * </pre>
 */
record FileRecord(String key, long expiresAtMs, byte[] value) {
  private static final int MAGIC = 0x46524C01;
  private static final int CHECKED_FROM = 8;
  static final int HEADER_BYTES = 20;

  byte[] toBytes() {
    byte[] keyBytes = key.getBytes(UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + keyBytes.length + value.length);
    buffer.putInt(MAGIC).putInt(0).putLong(expiresAtMs).putInt(keyBytes.length);
    buffer.put(keyBytes).put(value);
    return buffer.putInt(4, checksum(buffer.array())).array();
  }

  /** Empty if these are not the bytes of a whole record. */
  static Optional<FileRecord> parse(byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    boolean whole = buffer.getInt() == MAGIC && buffer.getInt() == checksum(bytes);
    long expiresAtMs = buffer.getLong();
    int keyLength = buffer.getInt();
    if (!whole || keyLength < 0 || keyLength > buffer.remaining()) {
      return Optional.empty();
    }
    int valueAt = HEADER_BYTES + keyLength;
    return Optional.of(
        new FileRecord(
            new String(bytes, HEADER_BYTES, keyLength, UTF_8),
            expiresAtMs,
            Arrays.copyOfRange(bytes, valueAt, bytes.length)));
  }

  /** From the first {@link #HEADER_BYTES} of a file; empty if they are not of a record. */
  static OptionalLong expiryMs(byte[] header) {
    boolean known = header.length == HEADER_BYTES && ByteBuffer.wrap(header).getInt() == MAGIC;
    return known ? OptionalLong.of(ByteBuffer.wrap(header).getLong(8)) : OptionalLong.empty();
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, CHECKED_FROM, bytes.length - CHECKED_FROM);
    return (int) crc.getValue();
  }
}
