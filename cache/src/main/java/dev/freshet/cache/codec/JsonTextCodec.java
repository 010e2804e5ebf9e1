// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** See {@link Codec#jsonText()}. */
record JsonTextCodec() implements Codec<byte[]> {
  private static final String NAME = "codec json text";
  private static final JsonFactory JSON = new JsonFactory();

  @Override
  public int id() {
    return 2;
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public byte[] encode(byte[] value) {
    return value;
  }

  @Override
  public byte[] decode(byte[] bytes) {
    return Guard.decode(NAME, bytes, () -> checked(bytes));
  }

  private static byte[] checked(byte[] bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw new IOException("no value");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IOException("more than one value");
      }
      return bytes;
    }
  }

  @Override
  public String toString() {
    return NAME;
  }
}
