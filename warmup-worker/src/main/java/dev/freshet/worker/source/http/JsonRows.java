// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.RowConsumer;
import dev.freshet.worker.source.SourceException;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rows of keys from a JSON list of objects. For one thread. */
final class JsonRows {
  private static final JsonFactory JSON = new JsonFactory();

  private final String what;
  private final List<String> columns;
  private final Set<String> found = new HashSet<>();

  /**
   * Of an answer.
   *
   * @param what it is, for messages
   */
  JsonRows(String what, List<String> columns) {
    this.what = what;
    this.columns = columns;
  }

  /** As {@link KeyRows#read}. What is no object is a row without values. */
  long read(byte[] body, long maxRows, RowConsumer rows)
      throws SourceException, InterruptedException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        throw new SourceException(what + ": found no JSON list, expected one of objects");
      }
      long count = 0;
      while (json.nextToken() != JsonToken.END_ARRAY && count < maxRows + KeyRows.MOST_COUNTED) {
        Map<String, Object> row = row(json);
        if (count++ < maxRows) {
          found.addAll(row.keySet());
          rows.accept(row);
        }
      }
      requireColumns(Math.min(count, maxRows));
      return Math.max(0, count - maxRows);
    } catch (IOException e) {
      // Not with the parser's message, which may quote the body.
      throw new SourceException(
          what + ": found no JSON, or a part of it, expected a list of objects");
    }
  }

  private void requireColumns(long rows) throws SourceException {
    if (rows > 0 && !found.containsAll(columns)) {
      throw new SourceException(
          what
              + ": found "
              + (found.isEmpty() ? "no fields" : "the fields " + ordered(found))
              + " in "
              + rows
              + " objects, expected "
              + columns);
    }
  }

  private List<String> ordered(Set<String> names) {
    return columns.stream().filter(names::contains).toList();
  }

  private Map<String, Object> row(JsonParser json) throws IOException {
    Map<String, Object> values = new HashMap<>();
    if (json.currentToken() == JsonToken.START_OBJECT) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        Object value = value(json);
        if (value != null && columns.contains(name)) {
          values.put(name, value);
        }
      }
    } else {
      json.skipChildren();
    }
    Map<String, Object> row = new LinkedHashMap<>();
    columns.stream().filter(values::containsKey).forEach(name -> row.put(name, values.get(name)));
    return row;
  }

  /** Null for what can be no part of a key. */
  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_FLOAT -> json.getText();
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
      default -> {
        json.skipChildren();
        yield null;
      }
    };
  }
}
