// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line, in UTF-8: {@code time} (RFC 3339, UTC), {@code level}, {@code logger},
 * {@code thread}, {@code message}; then what the process, the thread and the line say of
 * themselves, such as {@code node} and {@code correlation}; last {@code error} with {@code type},
 * {@code message} and {@code stack}. Safe for any thread.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = {};

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      for (Map.Entry<String, String> field : fields(event).entrySet()) {
        json.writeStringField(field.getKey(), field.getValue());
      }
      writeError(event.getThrowableProxy(), json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("log: a line in memory cannot be written", e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  /** In their order; the fixed ones cannot be replaced. */
  private static Map<String, String> fields(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
    fields.put("level", String.valueOf(event.getLevel()));
    fields.put("logger", event.getLoggerName());
    fields.put("thread", event.getThreadName());
    fields.put("message", String.valueOf(event.getFormattedMessage()));
    Map<String, String> others = new TreeMap<>(event.getLoggerContextVO().getPropertyMap());
    others.putAll(event.getMDCPropertyMap());
    for (KeyValuePair pair : pairs(event)) {
      others.put(pair.key, String.valueOf(pair.value));
    }
    others.forEach(fields::putIfAbsent);
    return fields;
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    @Nullable List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }

  private static void writeError(@Nullable IThrowableProxy thrown, JsonGenerator json)
      throws IOException {
    if (thrown == null) {
      return;
    }
    json.writeObjectFieldStart("error");
    json.writeStringField("type", thrown.getClassName());
    json.writeStringField("message", String.valueOf(thrown.getMessage()));
    json.writeStringField("stack", ThrowableProxyUtil.asString(thrown));
    json.writeEndObject();
  }
}
