// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Writes format 1, as the release before format 2 did. */
final class FormerEnvelope {
  private FormerEnvelope() {}

  static byte[] toBytes(Envelope envelope) {
    List<byte[]> tags =
        envelope.tags().stream().map(tag -> tag.getBytes(StandardCharsets.UTF_8)).toList();
    int tagBytes = tags.stream().mapToInt(tag -> 2 + tag.length).sum();
    int stamps = envelope.stamp().partitions().length;
    ByteBuffer out = ByteBuffer.allocate(47 + 12 * stamps + tagBytes + envelope.payload().length);
    out.put((byte) 'F').put((byte) 1).put((byte) envelope.codecId());
    UUID topic = envelope.stamp().identity().topicId();
    out.putLong(topic.getMostSignificantBits()).putLong(topic.getLeastSignificantBits());
    out.putInt(envelope.stamp().identity().partitions());
    out.putInt(envelope.regionVersion());
    out.putLong(envelope.loadedAtMs()).putLong(envelope.expiresAtMs());
    out.putShort((short) stamps);
    for (int i = 0; i < stamps; i++) {
      out.putInt(envelope.stamp().partitions()[i]);
      out.putLong(envelope.stamp().ordersBehind()[i]);
    }
    out.putShort((short) tags.size());
    tags.forEach(tag -> out.putShort((short) tag.length).put(tag));
    return out.put(envelope.payload()).array();
  }
}
