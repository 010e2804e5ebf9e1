// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler answers: status, headers, body. Immutable; the body is shared, and nobody changes
 * it once it is here.
 *
 * @param headers names as sent, one value each
 * @param body null for none
 */
public record Answer(int status, Map<String, String> headers, @Nullable Buffer body) {
  private static final String CONTENT_TYPE = "Content-Type";

  public Answer {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** 200 with JSON: a {@code JsonObject}, a {@code JsonArray}, or a value. */
  public static Answer ok(Object json) {
    return json(200, json);
  }

  /** Any status with JSON: a {@code JsonObject}, a {@code JsonArray}, or a value. */
  public static Answer json(int status, Object json) {
    return bytes(status, "application/json", Json.encodeToBuffer(json));
  }

  /** Any status with plain text in UTF-8. */
  public static Answer text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", Buffer.buffer(text));
  }

  /** Any status with a body of any type. */
  public static Answer bytes(int status, String contentType, Buffer body) {
    return new Answer(status, Map.of(CONTENT_TYPE, contentType), body);
  }

  /** A status without body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), null);
  }

  /** 204. */
  public static Answer noContent() {
    return empty(204);
  }

  /** 201 with the place of what was made. */
  public static Answer created(String location, JsonObject json) {
    return json(201, json).header("Location", location);
  }

  /** 202 with the place where its progress can be seen. */
  public static Answer accepted(String location, JsonObject json) {
    return json(202, json).header("Location", location);
  }

  /** The same with a header, which replaces one of that name. */
  public Answer header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  /**
   * The same with an entity tag.
   *
   * @param tag as {@link EntityTag} makes them, quotes included
   */
  public Answer etag(String tag) {
    return header("ETag", tag);
  }
}
