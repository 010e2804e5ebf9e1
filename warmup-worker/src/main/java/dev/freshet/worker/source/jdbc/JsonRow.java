// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonGenerator.Feature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a JSON object of a row, as UTF-8. Safe for any thread. */
final class JsonRow implements RowMapper<byte[]> {
  private static final Set<String> JSON_TYPES = Set.of("json", "jsonb");

  private final JsonFactory factory =
      new JsonFactory().enable(JsonGenerator.Feature.STRICT_DUPLICATE_DETECTION);

  @Override
  public byte[] map(ResultSet row) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      // What was written stays what it is if writing fails: nobody is to see half a value.
      json.disable(Feature.AUTO_CLOSE_JSON_CONTENT);
      ResultSetMetaData columns = row.getMetaData();
      json.writeStartObject();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        json.writeFieldName(columns.getColumnLabel(i));
        write(row, i, columns, json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new SQLException("row: cannot be JSON: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  private static void write(ResultSet row, int index, ResultSetMetaData columns, JsonGenerator json)
      throws SQLException, IOException {
    String type = String.valueOf(columns.getColumnTypeName(index)).toLowerCase(Locale.ROOT);
    switch (columns.getColumnType(index)) {
      case Types.DATE -> writeText(row.getObject(index, LocalDate.class), json);
      case Types.TIME -> writeText(row.getObject(index, LocalTime.class), json);
      case Types.TIMESTAMP -> writeText(row.getObject(index, timestamp(type)), json);
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          writeText(row.getObject(index, OffsetDateTime.class), json);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          writeObject(row.getBytes(index), json);
      case Types.ARRAY -> writeArray(row.getArray(index), json);
      case Types.OTHER, Types.LONGVARCHAR -> writeOther(row.getString(index), type, json);
      default -> writeObject(row.getObject(index), json);
    }
  }

  /** PostgreSQL's driver says of both kinds that they have no time zone. */
  private static Class<?> timestamp(String type) {
    return type.equals("timestamptz") ? OffsetDateTime.class : LocalDateTime.class;
  }

  private static void writeOther(@Nullable String text, String type, JsonGenerator json)
      throws IOException {
    if (text != null && JSON_TYPES.contains(type)) {
      json.writeRawValue(text);
    } else {
      writeText(text, json);
    }
  }

  private static void writeArray(@Nullable Array array, JsonGenerator json)
      throws SQLException, IOException {
    writeObject(array == null ? null : array.getArray(), json);
  }

  private static void writeObject(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof Float || value instanceof Double) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof Object[] items) {
      json.writeStartArray();
      for (Object item : items) {
        writeObject(item, json);
      }
      json.writeEndArray();
    } else {
      writeText(value, json);
    }
  }

  private static void writeText(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else {
      json.writeString(
          value instanceof OffsetDateTime time ? time.toInstant().toString() : value.toString());
    }
  }
}
