// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into the trees of {@link dev.freshet.events.DomainEvent#data()} at once: what {@link
 * JsonTree} makes of a parsed tree, without that tree. Stateless.
 */
final class JsonObject {
  private JsonObject() {}

  /**
   * The object that the bytes are.
   *
   * @throws UndecodableRecordException if they are none, or name a field twice
   */
  static Map<String, @Nullable Object> read(RecordAddress address, byte[] bytes) {
    try (JsonParser parser = JsonTree.JSON.getFactory().createParser(bytes)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        Map<String, @Nullable Object> object = object(parser);
        if (parser.nextToken() == null) {
          return object;
        }
      }
    } catch (IOException e) {
      throw new UndecodableRecordException(Reason.NOT_JSON, address + JsonTree.CANNOT_BE_PARSED, e);
    }
    // Some other JSON, or none: what it is the tree says.
    return JsonTree.objectOf(address, JsonTree.parse(address, bytes));
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      int before = map.size();
      map.put(name, value(parser));
      if (map.size() == before) {
        throw new JsonParseException(parser, "field found twice");
      }
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(parser, "found " + token + ", expected a value");
    };
  }

  /** Beyond a long it stays exact. */
  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) new BigDecimal(parser.getBigIntegerValue())
        : (Object) parser.getLongValue();
  }
}
