// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body up to a limit. What says that it is longer is refused before it is read; what turns
 * out to be longer (a chunked body) as soon as it is, and nothing of it is kept.
 */
final class BodyCollector {
  private final HttpServerRequest request;
  private final int limit;
  private final Promise<Buffer> promise = Promise.promise();
  private @Nullable Buffer read = Buffer.buffer();

  private BodyCollector(HttpServerRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  /** Call on the event loop, before the request was let go. */
  static Future<Buffer> collect(HttpServerRequest request, int limit) {
    BodyCollector collector = new BodyCollector(request, limit);
    if (announced(request) > limit) {
      collector.refuse(announced(request) + " bytes");
    } else {
      collector.start();
    }
    return collector.promise.future();
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private void start() {
    request.handler(this::append);
    request.exceptionHandler(promise::tryFail);
    request.endHandler(
        end -> {
          if (read != null) {
            promise.tryComplete(read);
          }
        });
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
  }

  private void append(Buffer chunk) {
    if (read != null && read.length() + chunk.length() > limit) {
      refuse("more");
    } else if (read != null) {
      read.appendBuffer(chunk);
    }
  }

  /** The rest of the body is of no use: the connection ends with the answer. */
  private void refuse(String found) {
    read = null;
    promise.tryFail(
        ProblemException.of(
                HttpCode.BODY_TOO_LARGE,
                "body: found %s, expected at most %d bytes".formatted(found, limit))
            .withHeader("Connection", "close"));
  }
}
