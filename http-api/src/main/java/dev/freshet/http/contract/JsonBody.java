// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly (no key twice, nothing behind the end), and finds places in it again. */
final class JsonBody {
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private JsonBody() {}

  /** A {@code JsonObject}, a {@code JsonArray}, or a value; null for JSON's null. */
  @SuppressWarnings("unchecked") // Jackson reads objects as maps with text keys.
  static @Nullable Object parse(Buffer bytes) {
    try {
      Object value = STRICT.readValue(bytes.getBytes(), Object.class);
      if (value instanceof Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
      }
      return value instanceof List<?> list ? new JsonArray(list) : value;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be read", e);
    }
  }

  private static ProblemException malformed(JacksonException e) {
    JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
    String message = firstSentence(String.valueOf(e.getOriginalMessage()));
    return ProblemException.of(
        HttpCode.MALFORMED_JSON,
        "body line %d, column %d: %s".formatted(at.getLineNr(), at.getColumnNr(), message),
        List.of(
            new Problem.Finding(
                HttpCode.MALFORMED_JSON.code(),
                null,
                Math.max(0, at.getLineNr()),
                Math.max(0, at.getColumnNr()),
                message,
                null)));
  }

  /** What follows names classes and settings of the parser. */
  private static String firstSentence(String message) {
    int end = message.indexOf("\n");
    return (end < 0 ? message : message.substring(0, end)).trim();
  }

  /** Adds line and column to findings that point into the body. */
  static List<Problem.Finding> place(Buffer bytes, List<Problem.Finding> findings) {
    Set<String> pointers = new HashSet<>();
    findings.forEach(finding -> pointers.add(String.valueOf(finding.pointer())));
    Map<String, JsonLocation> places = places(bytes, pointers);
    return findings.stream().map(finding -> at(finding, places)).toList();
  }

  private static Problem.Finding at(Problem.Finding finding, Map<String, JsonLocation> places) {
    JsonLocation at = places.get(String.valueOf(finding.pointer()));
    return at == null ? finding : finding.withPosition(at.getLineNr(), at.getColumnNr());
  }

  /** The place of each value by its pointer; of a field, the place of its name. */
  private static Map<String, JsonLocation> places(Buffer bytes, Set<String> pointers) {
    Map<String, JsonLocation> places = new HashMap<>();
    try (JsonParser parser = STRICT.createParser(bytes.getBytes())) {
      while (parser.nextToken() != null && places.size() < pointers.size()) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        if (pointers.contains(pointer)) {
          places.putIfAbsent(pointer, parser.currentTokenLocation());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a body that was read cannot be read again", e);
    }
    return places;
  }
}
