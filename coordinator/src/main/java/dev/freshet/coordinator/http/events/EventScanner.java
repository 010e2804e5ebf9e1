// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.problem.Problem.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads events in the JSON event format of CloudEvents 1.0 (and its batch format) in one pass,
 * without building trees: the data of an event is the stretch of bytes in which it stands. Takes
 * nothing that {@link dev.freshet.events.cloudevents.EventDecoder} would refuse. For one body and
 * one thread.
 */
final class EventScanner {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = new byte[0];
  private static final String DEFAULT_TYPE = "application/json";

  private final byte[] body;
  private final JsonParser parser;

  private EventScanner(byte[] body) throws IOException {
    this.body = body;
    this.parser = JSON.createParser(body);
    parser.nextToken();
    if (parser.currentLocation().getByteOffset() < 0) {
      throw new JsonParseException(parser, "found UTF-16 or UTF-32, expected UTF-8");
    }
  }

  /**
   * The event in a body.
   *
   * @throws JsonParseException if the body is no JSON in UTF-8
   */
  static EventReading one(byte[] body) throws IOException {
    EventScanner scanner = new EventScanner(body);
    EventReading event = scanner.event("");
    scanner.end();
    return event;
  }

  /**
   * The events in a body, in their order.
   *
   * @throws JsonParseException if the body is no JSON array in UTF-8
   */
  static List<EventReading> batch(byte[] body) throws IOException {
    EventScanner scanner = new EventScanner(body);
    if (scanner.parser.currentToken() != JsonToken.START_ARRAY) {
      throw new JsonParseException(
          scanner.parser, "found " + scanner.found() + ", expected an array of events");
    }
    List<EventReading> events = new ArrayList<>();
    while (scanner.parser.nextToken() != JsonToken.END_ARRAY) {
      events.add(scanner.event("/" + events.size()));
    }
    scanner.end();
    return events;
  }

  /**
   * Whether bytes hold a JSON object that coordinators can read.
   *
   * @return what is wrong, or null
   */
  static @Nullable String problemOfObject(byte[] json) {
    try {
      EventScanner scanner = new EventScanner(json);
      String found = scanner.found();
      boolean object = scanner.parser.currentToken() == JsonToken.START_OBJECT;
      scanner.skip();
      scanner.end();
      return object ? null : "found " + found + ", expected a JSON object";
    } catch (JsonParseException e) {
      return "cannot be parsed at line "
          + e.getLocation().getLineNr()
          + ", column "
          + e.getLocation().getColumnNr()
          + ", expected a JSON object";
    } catch (IOException e) {
      return "cannot be parsed, expected a JSON object";
    }
  }

  private void end() throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "found more behind the end");
    }
  }

  private EventReading event(String at) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      String problem = "found " + found() + ", expected an event as a JSON object";
      skip();
      return new EventReading.Bad(null, List.of(Finding.at(ApiCode.NO_EVENT, at, problem)));
    }
    Fields fields = new Fields(at);
    FieldNames names = new FieldNames();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = newName(names);
      parser.nextToken();
      switch (name) {
        case "data" -> fields.data = data(fields);
        case "data_base64" -> fields.base64 = base64(fields);
        default -> attribute(name, fields);
      }
    }
    return fields.toEvent();
  }

  private void attribute(String name, Fields fields) throws IOException {
    JsonToken token = parser.currentToken();
    switch (token) {
      case VALUE_NULL -> {}
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_TRUE, VALUE_FALSE ->
          fields.attributes.put(name, parser.getText());
      default -> {
        fields.add(
            ApiCode.INVALID_ATTRIBUTE,
            name,
            "attribute "
                + name
                + ": found "
                + found()
                + ", expected a text, an integer or a boolean");
        skip();
      }
    }
  }

  /** The bytes of the data; null if there is none. */
  private byte @Nullable [] data(Fields fields) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      fields.add(ApiCode.INVALID_DATA, "data", "found " + found() + ", expected a JSON object");
      skip();
      return null;
    }
    int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    skip();
    return Arrays.copyOfRange(
        body, start, Math.toIntExact(parser.currentLocation().getByteOffset()));
  }

  private byte @Nullable [] base64(Fields fields) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    try {
      if (parser.currentToken() == JsonToken.VALUE_STRING) {
        byte[] bytes = parser.getBinaryValue();
        String problem = problemOfObject(bytes);
        if (problem != null) {
          fields.add(ApiCode.INVALID_DATA, "data_base64", problem);
        }
        return bytes;
      }
    } catch (JsonParseException e) {
      // Said below: what Jackson throws for text that is no Base64 leaves the parser where it was.
    }
    fields.add(
        ApiCode.INVALID_DATA, "data_base64", "found no Base64, expected a JSON object in it");
    skip();
    return null;
  }

  /** Goes on to the end of the value that stands here, through all that is in it. */
  private void skip() throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      FieldNames names = new FieldNames();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String unused = newName(names);
        parser.nextToken();
        skip();
      }
    } else if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        skip();
      }
    }
  }

  /** The name that stands here, which its object must not have before. */
  private String newName(FieldNames names) throws IOException {
    String name = parser.currentName();
    if (!names.add(name)) {
      throw new JsonParseException(
          parser, "Duplicate field '" + name + "'", parser.currentTokenLocation());
    }
    return name;
  }

  /** What kind of value stands here, in words. */
  private String found() {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> token.name().toLowerCase(Locale.ROOT);
    };
  }

  /** What was read of an event so far. */
  private static final class Fields {
    private final String at;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Finding> problems = new ArrayList<>();
    private byte @Nullable [] data;
    private byte @Nullable [] base64;

    Fields(String at) {
      this.at = at;
    }

    void add(ApiCode code, String name, String problem) {
      problems.add(Finding.at(code, pointer(name), problem));
    }

    /** After RFC 6901. */
    private String pointer(String name) {
      return at + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    EventReading toEvent() {
      problems.addAll(0, AttributeCheck.problems(attributes, this::pointer));
      byte[] bytes = data != null ? data : base64;
      if (data != null && base64 != null) {
        add(
            ApiCode.INVALID_DATA,
            "data_base64",
            "found data and data_base64, expected one of them");
      }
      String id = attributes.get("id");
      String type = attributes.remove(AttributeCheck.CONTENT_TYPE);
      return problems.isEmpty()
          ? new EventReading.Good(
              new ReceivedEvent(
                  attributes, type == null ? DEFAULT_TYPE : type, bytes == null ? NOTHING : bytes))
          : new EventReading.Bad(id, problems);
    }
  }
}
