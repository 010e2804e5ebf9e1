// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The CloudEvents JSON event format 1.0: attributes and data in one JSON object. */
final class StructuredMode {
  private StructuredMode() {}

  static DomainEvent read(RecordAddress address, ContentType contentType, byte[] value) {
    if (!contentType.isCloudEventsJson()) {
      throw new UndecodableRecordException(
          Reason.UNSUPPORTED_FRAMING,
          address + ": found " + contentType + ", expected application/cloudevents+json");
    }
    JsonNode event = JsonTree.parse(address, value);
    if (!event.isObject()) {
      throw JsonTree.notAnObject(address, event);
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : event.properties()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!name.equals("data") && !name.equals("data_base64") && !field.getValue().isNull()) {
        attributes.put(name, textOf(address, name, field.getValue()));
      }
    }
    return new Attributes(address, attributes)
        .toEvent(dataOf(address, event, ContentType.of(attributes.get("datacontenttype"))));
  }

  private static String textOf(RecordAddress address, String name, JsonNode value) {
    if (value.isContainerNode()) {
      throw new UndecodableRecordException(
          Reason.INVALID_ATTRIBUTE,
          address + ": found an " + JsonTree.kindOf(value) + " for " + name + ", expected text");
    }
    return value.asText();
  }

  private static Map<String, @Nullable Object> dataOf(
      RecordAddress address, JsonNode event, ContentType contentType) {
    JsonNode data = event.get("data");
    JsonNode base64 = event.get("data_base64");
    if (data != null && base64 != null) {
      throw new UndecodableRecordException(
          Reason.NOT_JSON, address + ": found data and data_base64, expected one of them");
    }
    if (base64 != null && !base64.isNull()) {
      return JsonTree.objectOf(
          address, JsonTree.parse(address, bytesOf(address, base64, contentType)));
    }
    return data == null || data.isNull() ? Map.of() : JsonTree.objectOf(address, data);
  }

  private static byte[] bytesOf(RecordAddress address, JsonNode base64, ContentType contentType) {
    try {
      byte[] bytes = base64.isTextual() && contentType.mayBeJson() ? base64.binaryValue() : null;
      if (bytes != null) {
        return bytes;
      }
    } catch (IOException e) {
      throw notBase64Json(address, contentType, e);
    }
    throw notBase64Json(address, contentType, null);
  }

  private static UndecodableRecordException notBase64Json(
      RecordAddress address, ContentType contentType, @Nullable IOException e) {
    return new UndecodableRecordException(
        Reason.NOT_JSON,
        address
            + ": found data_base64 with content type '"
            + contentType
            + "', expected JSON in Base64",
        e);
  }
}
