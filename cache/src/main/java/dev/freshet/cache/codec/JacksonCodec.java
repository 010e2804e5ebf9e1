// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A format that Jackson writes: see {@link Codec#json} and {@link MessagePackCodec}. */
final class JacksonCodec<V> implements Codec<V> {
  private static final ObjectMapper JSON =
      mapper(new JsonFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final int id;
  private final String name;
  private final String mediaType;
  private final Type type;
  private final ObjectMapper mapper;
  private final ObjectReader reader;
  private final Check check;

  /** What bytes have to pass before they are read. */
  @FunctionalInterface
  interface Check {
    /** Raises what it likes about bytes that are not to be read. */
    void pass(byte[] bytes) throws IOException;
  }

  JacksonCodec(
      int id, String format, String mediaType, ObjectMapper mapper, Check check, Type type) {
    this.id = id;
    this.mediaType = mediaType;
    this.name = "codec " + format + " of " + type.getTypeName();
    this.type = type;
    this.mapper = mapper;
    this.check = check;
    this.reader = mapper.readerFor(mapper.constructType(type));
  }

  static <V> Codec<V> json(Type type) {
    return new JacksonCodec<>(2, "json", "application/json", JSON, bytes -> {}, type);
  }

  /** One set of rules for all formats: a value reads the same through each. */
  static ObjectMapper mapper(JsonFactory format) {
    return JsonMapper.builder(format)
        .addModule(new JavaTimeModule())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .build();
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String mediaType() {
    return mediaType;
  }

  @Override
  public byte[] encode(V value) {
    return Guard.encode(name, () -> mapper.writeValueAsBytes(value));
  }

  @Override
  public V decode(byte[] bytes) {
    return Guard.decode(
        name,
        bytes,
        () -> {
          check.pass(bytes);
          return reader.readValue(bytes);
        });
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JacksonCodec<?> codec && codec.id == id && codec.type.equals(type);
  }

  @Override
  public int hashCode() {
    return 31 * id + type.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
