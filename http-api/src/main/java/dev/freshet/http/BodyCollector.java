// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body up to a limit. What says that it is longer is refused before it is read; what turns
 * out to be longer (a chunked body) as soon as it is, and nothing of it is kept. So is a body for
 * which there is no room beside those of others.
 */
final class BodyCollector {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final HttpServerRequest request;
  private final int limit;
  private final BodyRoom room;
  private final Promise<Buffer> promise = Promise.promise();
  private @Nullable Buffer read = Buffer.buffer();
  private long taken;

  BodyCollector(HttpServerRequest request, int limit, BodyRoom room) {
    this.request = request;
    this.limit = limit;
    this.room = room;
  }

  /** Call on the event loop, before the request was let go. */
  Future<Buffer> collect() {
    if (announced() > limit) {
      refuse(tooLarge(announced() + " bytes"));
    } else {
      start();
    }
    return promise.future();
  }

  private long announced() {
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
    if (read == null) {
      return;
    }
    if (read.length() + chunk.length() > limit) {
      refuse(tooLarge("more"));
    } else if (!room.take(chunk.length())) {
      refuse(noRoom());
    } else {
      taken += chunk.length();
      read.appendBuffer(chunk);
    }
  }

  private ProblemException tooLarge(String found) {
    return ProblemException.of(
        HttpCode.BODY_TOO_LARGE,
        "body: found %s, expected at most %d bytes".formatted(found, limit));
  }

  private ProblemException noRoom() {
    return ProblemException.of(
            HttpCode.UNAVAILABLE,
            "bodies: found %d bytes of requests that are underway, expected fewer"
                .formatted(room.mostBytes()))
        .retryAfter(RETRY_AFTER);
  }

  /** The rest of the body is of no use: the connection ends with the answer. */
  private void refuse(ProblemException why) {
    read = null;
    release();
    promise.tryFail(why.withHeader("Connection", "close"));
  }

  /** The request is answered, or its client has gone: what was read is no longer needed. */
  void release() {
    room.giveBack(taken);
    taken = 0;
  }
}
