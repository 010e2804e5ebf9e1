// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Type;

/** See {@link Codec#json}. */
final class JsonCodec<V> implements Codec<V> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final JavaType type;

  JsonCodec(Type type) {
    this.type = MAPPER.constructType(type);
  }

  @Override
  public int id() {
    return 2;
  }

  @Override
  public byte[] encode(V value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new CodecException("a " + type.getTypeName() + " has no JSON form", e);
    }
  }

  @Override
  public V decode(byte[] bytes) {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new CodecException(bytes.length + " bytes are no JSON of " + type.getTypeName(), e);
    }
  }
}
