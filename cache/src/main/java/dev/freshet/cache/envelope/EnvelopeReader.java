// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.envelope;

import dev.freshet.cache.compression.Compression;
import dev.freshet.cache.fence.L2Stamp;
import dev.freshet.events.values.LogIdentity;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads the bytes of one {@link Envelope}, of format 1 or 2. Used once, by one thread. What it
 * allocates is bounded by the bytes, and by {@link Compression#MAX_ORIGINAL_BYTES} for a compressed
 * payload.
 */
final class EnvelopeReader {
  private static final byte FORMER_FORMAT = 1;
  private static final int STAMP_BYTES = 4 + 8;

  private final byte[] bytes;
  private final ByteBuffer in;

  EnvelopeReader(byte[] bytes) {
    this.bytes = bytes;
    this.in = ByteBuffer.wrap(bytes);
  }

  Envelope envelope() throws MalformedEnvelopeException {
    try {
      return readFormat() == FORMER_FORMAT ? formerEnvelope() : presentEnvelope();
    } catch (BufferUnderflowException e) {
      throw new MalformedEnvelopeException("header of " + bytes.length + " bytes is cut short", e);
    } catch (IllegalArgumentException | IOException e) {
      throw new MalformedEnvelopeException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The bytes in front of the payload; the payload is not looked at. */
  byte[] header() throws MalformedEnvelopeException {
    try {
      int length =
          readFormat() == FORMER_FORMAT
              ? bytes.length - formerEnvelope().payload().length
              : readHeaderLength();
      return Arrays.copyOf(bytes, length);
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw new MalformedEnvelopeException("no header in " + bytes.length + " bytes", e);
    }
  }

  private byte readFormat() throws MalformedEnvelopeException {
    byte magic = in.get();
    require(magic == Envelope.MAGIC, "magic", magic, Envelope.MAGIC);
    byte format = in.get();
    require(
        format == FORMER_FORMAT || format == Envelope.FORMAT, "format version", format, "1 or 2");
    return format;
  }

  private Envelope formerEnvelope() throws CharacterCodingException {
    int codecId = in.get();
    Envelope header = readFields(codecId, false);
    return header.withPayload(Arrays.copyOfRange(bytes, in.position(), bytes.length));
  }

  private Envelope presentEnvelope() throws MalformedEnvelopeException, IOException {
    int headerBytes = readHeaderLength();
    int checksum = in.getInt();
    require(checksum == Envelope.checksum(bytes), "checksum", checksum, "that of the bytes");
    // Fields that a later release adds behind those known here are skipped.
    in.limit(headerBytes);
    byte flags = in.get();
    require((flags & ~Envelope.FLAG_ABSENT) == 0, "flags", flags, "0 or 1");
    int codecId = in.get();
    int compressionId = Byte.toUnsignedInt(in.get());
    int originalBytes = in.getInt();
    Envelope header = readFields(codecId, flags == Envelope.FLAG_ABSENT);
    return header
        .withWarmed(readNotes() == Envelope.NOTE_WARMED)
        .withPayload(readPayload(headerBytes, compressionId, originalBytes));
  }

  /** What of the notes is known here; most headers end before them. */
  private int readNotes() {
    return in.hasRemaining() ? in.get() & Envelope.NOTE_WARMED : 0;
  }

  private int readHeaderLength() throws MalformedEnvelopeException {
    int headerBytes = in.getInt();
    require(
        headerBytes >= in.position() && headerBytes <= bytes.length,
        "header length",
        headerBytes,
        "at most the " + bytes.length + " bytes there are");
    return headerBytes;
  }

  /** What both formats have in common, in the same order; the payload comes later. */
  private Envelope readFields(int codecId, boolean absent) throws CharacterCodingException {
    LogIdentity identity = new LogIdentity(new UUID(in.getLong(), in.getLong()), in.getInt());
    int regionVersion = in.getInt();
    long loadedAtMs = in.getLong();
    long expiresAtMs = in.getLong();
    L2Stamp stamp = readStamp(identity);
    List<String> tags = readTags();
    return new Envelope(
        stamp, regionVersion, loadedAtMs, expiresAtMs, tags, codecId, absent, new byte[0]);
  }

  private L2Stamp readStamp(LogIdentity identity) {
    int count = Short.toUnsignedInt(in.getShort());
    requireRemaining(count * STAMP_BYTES);
    int[] partitions = new int[count];
    long[] ordersBehind = new long[count];
    for (int i = 0; i < count; i++) {
      partitions[i] = in.getInt();
      ordersBehind[i] = in.getLong();
    }
    return new L2Stamp(identity, partitions, ordersBehind);
  }

  private List<String> readTags() throws CharacterCodingException {
    int count = Short.toUnsignedInt(in.getShort());
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = Short.toUnsignedInt(in.getShort());
      requireRemaining(length);
      ByteBuffer tag = in.slice(in.position(), length);
      in.position(in.position() + length);
      tags.add(StandardCharsets.UTF_8.newDecoder().decode(tag).toString());
    }
    return tags;
  }

  private byte[] readPayload(int offset, int compressionId, int originalBytes)
      throws MalformedEnvelopeException, IOException {
    Optional<Compression> compression = Compression.byId(compressionId);
    require(compression.isPresent(), "compression", compressionId, "0 to 4");
    int storedBytes = bytes.length - offset;
    if (compression.get() != Compression.NONE) {
      return compression.get().decompress(bytes, offset, storedBytes, originalBytes);
    }
    require(storedBytes == originalBytes, "payload bytes", storedBytes, originalBytes);
    return Arrays.copyOfRange(bytes, offset, bytes.length);
  }

  private void requireRemaining(int length) {
    if (in.remaining() < length) {
      throw new BufferUnderflowException();
    }
  }

  private static void require(boolean holds, String what, int found, Object expected)
      throws MalformedEnvelopeException {
    if (!holds) {
      throw new MalformedEnvelopeException(
          what + ": found " + found + ", expected " + expected, null);
    }
  }
}
