// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.events.values.LogIdentity;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What stands in L2: a header and the encoded value. The layout is specified byte by byte in {@code
 * docs/l2-format.md}; any change of it needs another format version.
 */
record Envelope(
    L2Stamp stamp,
    int regionVersion,
    long loadedAtMs,
    long expiresAtMs,
    List<String> tags,
    int codecId,
    byte[] payload) {

  static final byte MAGIC = 'F';
  static final byte FORMAT = 1;

  private static final int FIXED_BYTES = 3 + 16 + 4 + 4 + 8 + 8 + 2 + 2;
  private static final int STAMP_BYTES = 4 + 8;

  byte[] toBytes() {
    List<byte[]> encodedTags =
        tags.stream().map(tag -> tag.getBytes(StandardCharsets.UTF_8)).toList();
    int tagBytes = encodedTags.stream().mapToInt(tag -> 2 + tag.length).sum();
    int stamps = stamp.partitions().length;
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_BYTES + stamps * STAMP_BYTES + tagBytes + payload.length);
    out.put(MAGIC).put(FORMAT).put((byte) codecId);
    UUID topic = stamp.identity().topicId();
    out.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
    out.putInt(stamp.identity().partitions());
    out.putInt(regionVersion).putLong(loadedAtMs).putLong(expiresAtMs);
    out.putShort((short) stamps);
    for (int i = 0; i < stamps; i++) {
      out.putInt(stamp.partitions()[i]).putLong(stamp.ordersBehind()[i]);
    }
    out.putShort((short) encodedTags.size());
    encodedTags.forEach(tag -> out.putShort((short) tag.length).put(tag));
    return out.put(payload).array();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws MalformedEnvelopeException if it was not written so
   */
  static Envelope parse(byte[] bytes) throws MalformedEnvelopeException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      expect("magic", MAGIC, in.get());
      expect("format version", FORMAT, in.get());
      int codecId = in.get();
      LogIdentity identity = new LogIdentity(new UUID(in.getLong(), in.getLong()), in.getInt());
      int regionVersion = in.getInt();
      long loadedAtMs = in.getLong();
      long expiresAtMs = in.getLong();
      L2Stamp stamp = parseStamp(in, identity);
      List<String> tags = parseTags(in);
      byte[] payload = new byte[in.remaining()];
      in.get(payload);
      return new Envelope(stamp, regionVersion, loadedAtMs, expiresAtMs, tags, codecId, payload);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new MalformedEnvelopeException("header of " + bytes.length + " bytes is cut short", e);
    }
  }

  private static L2Stamp parseStamp(ByteBuffer in, LogIdentity identity) {
    int count = Short.toUnsignedInt(in.getShort());
    int[] partitions = new int[Math.min(count, in.remaining() / STAMP_BYTES + 1)];
    long[] ordersBehind = new long[partitions.length];
    for (int i = 0; i < count; i++) {
      partitions[i] = in.getInt();
      ordersBehind[i] = in.getLong();
    }
    return new L2Stamp(identity, partitions, ordersBehind);
  }

  private static List<String> parseTags(ByteBuffer in) {
    int count = Short.toUnsignedInt(in.getShort());
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] tag = new byte[Math.min(Short.toUnsignedInt(in.getShort()), in.remaining() + 1)];
      in.get(tag);
      tags.add(new String(tag, StandardCharsets.UTF_8));
    }
    return List.copyOf(tags);
  }

  private static void expect(String what, byte expected, byte found)
      throws MalformedEnvelopeException {
    if (found != expected) {
      throw new MalformedEnvelopeException(
          what + ": found " + found + ", expected " + expected, null);
    }
  }
}
