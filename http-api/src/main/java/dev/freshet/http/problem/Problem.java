// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.problem;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed request as the client sees it: problem details of RFC 9457, with {@code errors} and
 * {@code traceId} as extensions.
 *
 * @param type where this kind of failure is explained, a path of the API
 * @param title the kind in words, the same for every occurrence
 * @param status the HTTP status
 * @param detail this occurrence: where, what was found, what was expected
 * @param instance the path of the request; the server fills it in
 * @param errors each single thing that is wrong, in the order of the request
 * @param traceId the correlation id of the request; the server fills it in
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    List<Finding> errors,
    @Nullable String traceId) {

  /** The media type of problems. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * One thing that is wrong.
   *
   * @param code stable, of the API or of the CLI
   * @param pointer where: a JSON pointer into the body, or {@code query:name}, {@code path:name},
   *     {@code header:name}
   * @param line 1-based line of the body, 0 if there is none
   * @param column 1-based column of the body, 0 if there is none
   * @param message what was found and what was expected
   * @param hint what to do, such as the nearest right name
   */
  public record Finding(
      String code,
      @Nullable String pointer,
      int line,
      int column,
      String message,
      @Nullable String hint) {

    /** A finding without a position in the body. */
    public static Finding at(ProblemCode code, String pointer, String message) {
      return new Finding(code.code(), pointer, 0, 0, message, null);
    }

    /** The same with advice; null for none. */
    public Finding withHint(@Nullable String hint) {
      return new Finding(code, pointer, line, column, message, hint);
    }

    /** The same with its position in the body. */
    public Finding withPosition(int line, int column) {
      return new Finding(code, pointer, line, column, message, hint);
    }

    JsonObject toJson() {
      JsonObject json = new JsonObject().put("code", code);
      putIfPresent(json, "pointer", pointer);
      if (line > 0) {
        json.put("line", line).put("column", column);
      }
      json.put("message", message);
      putIfPresent(json, "hint", hint);
      return json;
    }
  }

  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem of a kind, without single errors. */
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code.type(), code.title(), code.status(), detail, null, List.of(), null);
  }

  /** The same with each single thing that is wrong. */
  public Problem withErrors(List<Finding> errors) {
    return new Problem(type, title, status, detail, instance, errors, traceId);
  }

  /** The same for the request at a path. */
  public Problem withRequest(String instance, String traceId) {
    return new Problem(type, title, status, detail, instance, errors, traceId);
  }

  /** The members of RFC 9457; what is not there is left out. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("type", type)
            .put("title", title)
            .put("status", status)
            .put("detail", detail);
    putIfPresent(json, "instance", instance);
    if (!errors.isEmpty()) {
      JsonArray list = new JsonArray();
      errors.forEach(error -> list.add(error.toJson()));
      json.put("errors", list);
    }
    putIfPresent(json, "traceId", traceId);
    return json;
  }

  private static void putIfPresent(JsonObject json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
