// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.contract.Arguments;
import dev.freshet.http.contract.MediaRanges;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * One request that fits the document: its parameters by name, its body, and the way to threads that
 * may block. Safe for any thread; of one request alone.
 *
 * <p>Parameters are named as in the document, wherever they come from (path, query, header). A
 * parameter that the operation does not declare raises {@link IllegalArgumentException}: it is a
 * fault of the handler. Defaults of the document are filled in.
 */
public final class Exchange {
  private final RoutingContext context;
  private final String operationId;
  private final Arguments arguments;
  private final String correlation;
  private final Workers workers;
  private final @Nullable Buffer body;
  private final @Nullable Object json;

  Exchange(RoutingContext context, String operationId, Arguments arguments, Workers workers) {
    this(context, operationId, arguments, workers, null, null);
  }

  private Exchange(
      RoutingContext context,
      String operationId,
      Arguments arguments,
      Workers workers,
      @Nullable Buffer body,
      @Nullable Object json) {
    this.context = context;
    this.operationId = operationId;
    this.arguments = arguments;
    this.correlation = Correlation.of(context);
    this.workers = workers;
    this.body = body;
    this.json = json;
  }

  Exchange withBody(Buffer read, @Nullable Object parsed) {
    return new Exchange(context, operationId, arguments, workers, read, parsed);
  }

  public String operationId() {
    return operationId;
  }

  /**
   * A parameter that is required or has a default.
   *
   * @throws IllegalStateException if it is neither and was not given
   */
  public String text(String name) {
    return optional(name)
        .orElseThrow(() -> new IllegalStateException("parameter " + name + " was not given"));
  }

  /** A parameter that may be missing. */
  public Optional<String> optional(String name) {
    return arguments.text(name);
  }

  /** An integer parameter that is required or has a default. */
  public long number(String name) {
    return Long.parseLong(text(name));
  }

  /** A boolean parameter; false if it was not given and has no default. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(optional(name).orElse("false"));
  }

  /** A parameter of type array; empty if it was not given. */
  public List<String> list(String name) {
    return arguments.list(name);
  }

  /** The body as it came; empty if there was none. */
  public Buffer body() {
    return body == null ? Buffer.buffer() : body;
  }

  /**
   * The body, of an operation whose schema is an object.
   *
   * @throws IllegalStateException if it is not an object
   */
  public JsonObject bodyAsObject() {
    if (json instanceof JsonObject object) {
      return object;
    }
    throw new IllegalStateException(operationId + ": the body is not a JSON object");
  }

  /**
   * The body, of an operation whose schema is an array.
   *
   * @throws IllegalStateException if it is not an array
   */
  public JsonArray bodyAsArray() {
    if (json instanceof JsonArray array) {
      return array;
    }
    throw new IllegalStateException(operationId + ": the body is not a JSON array");
  }

  /** The header Content-Type with its parameters. */
  public Optional<String> contentType() {
    return header("Content-Type");
  }

  /** The first header of that name, declared or not. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /** All headers; read only. */
  public MultiMap headers() {
    return context.request().headers();
  }

  public HttpMethod method() {
    return context.request().method();
  }

  String requestUri() {
    return context.request().uri();
  }

  /** The path as sent, without query. */
  public String requestPath() {
    return context.request().path();
  }

  /** What ties the request to logs and to its caller's trace; MDC key {@code correlation}. */
  public String correlation() {
    return correlation;
  }

  /** Whether the client takes answers of this type; true if it does not say. */
  public boolean accepts(String mediaType) {
    return MediaRanges.of(header("Accept").orElse("*/*")).accept(mediaType);
  }

  public Vertx vertx() {
    return context.vertx();
  }

  /** Runs on a worker thread; the future fails with H016 if too much waits already. */
  public <T> Future<T> blocking(Callable<T> work) {
    return workers.run(correlation, work);
  }
}
