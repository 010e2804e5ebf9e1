// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body that an operation takes.
 *
 * @param content the schema by media type or range; empty for one without schema
 * @param raw whether the handler reads it, of whatever type: the extension {@code
 *     x-freshet-raw-body}
 */
public record Body(boolean required, boolean raw, Map<String, Optional<Schema>> content) {

  public Body {
    content = Map.copyOf(content);
  }

  /** Refuses a content type that the operation does not read. A missing body has none. */
  public void checkType(@Nullable String contentType) {
    if (contentType == null) {
      if (required) {
        throw unsupported("none");
      }
      return;
    }
    if (schemaOf(contentType).isEmpty()) {
      throw unsupported(MediaRanges.bare(contentType));
    }
  }

  /**
   * Reads a body that has the right type.
   *
   * @return the JSON in it; null if the body is empty, raw, or not JSON
   */
  public @Nullable Object read(@Nullable String contentType, Buffer bytes) {
    if (bytes.length() == 0) {
      if (required) {
        throw ProblemException.of(HttpCode.MISSING_BODY, "body: found none, expected one");
      }
      return null;
    }
    if (contentType == null) {
      throw unsupported("none");
    }
    if (raw || !MediaRanges.isJson(contentType)) {
      return null;
    }
    Object json = JsonBody.parse(bytes);
    schemaOf(contentType).flatMap(schema -> schema).ifPresent(schema -> check(schema, json, bytes));
    return json;
  }

  private static void check(Schema schema, @Nullable Object json, Buffer bytes) {
    List<Problem.Finding> findings = schema.check(json, HttpCode.INVALID_BODY);
    if (!findings.isEmpty()) {
      List<Problem.Finding> placed = JsonBody.place(bytes, findings);
      Problem.Finding first = placed.get(0);
      String detail = "body: " + first.pointer() + " " + first.message();
      throw ProblemException.of(HttpCode.INVALID_BODY, detail, placed);
    }
  }

  private Optional<Optional<Schema>> schemaOf(String contentType) {
    Optional<Schema> exact = content.get(MediaRanges.bare(contentType));
    if (exact != null) {
      return Optional.of(exact);
    }
    return content.entrySet().stream()
        .filter(range -> MediaRanges.of(range.getKey()).accept(contentType))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private ProblemException unsupported(String found) {
    return ProblemException.of(
        HttpCode.UNSUPPORTED_MEDIA_TYPE,
        "header Content-Type: found %s, expected %s"
            .formatted(found, String.join(" or ", new TreeSet<>(content.keySet()))));
  }
}
