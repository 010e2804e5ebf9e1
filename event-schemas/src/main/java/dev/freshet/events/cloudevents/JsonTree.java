// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON from and to the trees of {@link dev.freshet.events.DomainEvent#data()}. */
final class JsonTree {
  /** Also writes instants, as RFC 3339 text. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  /** Without Jackson's message, which may quote the payload. */
  static final String CANNOT_BE_PARSED = ": the value cannot be parsed, expected a JSON object";

  private JsonTree() {}

  static JsonNode parse(RecordAddress address, byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UndecodableRecordException(Reason.NOT_JSON, address + CANNOT_BE_PARSED, e);
    }
  }

  static Map<String, @Nullable Object> objectOf(RecordAddress address, JsonNode node) {
    if (!node.isObject()) {
      throw notAnObject(address, node);
    }
    return mapOf(node);
  }

  static UndecodableRecordException notAnObject(RecordAddress address, JsonNode node) {
    return new UndecodableRecordException(
        Reason.NOT_JSON, address + ": found JSON " + kindOf(node) + ", expected an object");
  }

  static String kindOf(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> mapOf(JsonNode node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      map.put(field.getKey(), valueOf(field.getValue()));
    }
    return map;
  }

  private static @Nullable Object valueOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> mapOf(node);
      case ARRAY -> listOf(node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> numberOf(node);
      case NULL, MISSING -> null;
      case BINARY, POJO -> throw new IllegalStateException("parsed JSON holds no " + kindOf(node));
    };
  }

  private static List<@Nullable Object> listOf(JsonNode node) {
    List<@Nullable Object> list = new ArrayList<>(node.size());
    for (JsonNode element : node) {
      list.add(valueOf(element));
    }
    return list;
  }

  /** Whole numbers beyond a long stay exact. */
  private static Object numberOf(JsonNode node) {
    if (node.isFloatingPointNumber()) {
      return node.doubleValue();
    }
    return node.canConvertToLong() ? node.longValue() : new BigDecimal(node.bigIntegerValue());
  }
}
