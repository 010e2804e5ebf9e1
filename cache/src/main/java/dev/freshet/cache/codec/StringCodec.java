// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** See {@link Codec#string()}. Strict both ways: a replacement character would be another value. */
record StringCodec() implements Codec<String> {
  private static final String NAME = "codec string";

  @Override
  public int id() {
    return 3;
  }

  @Override
  public String mediaType() {
    return "text/plain; charset=utf-8";
  }

  @Override
  public byte[] encode(String value) {
    return Guard.encode(
        NAME,
        () -> {
          ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
          byte[] bytes = new byte[encoded.remaining()];
          encoded.get(bytes);
          return bytes;
        });
  }

  @Override
  public String decode(byte[] bytes) {
    return Guard.decode(
        NAME,
        bytes,
        () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
  }

  @Override
  public String toString() {
    return NAME;
  }
}
