// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import dev.freshet.worker.source.SourceException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One request and its answer. Whoever gives up the answer, for whatever reason, resets the request.
 */
final class Call {

  /**
   * What came back.
   *
   * @param status of HTTP
   * @param body up to the limit
   */
  record Answer(int status, byte[] body) {}

  private final String what;
  private final int maxBytes;
  private final Duration timeout;
  private final long deadlineNanos;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  /** The event loop's alone. */
  private final Buffer read = Buffer.buffer();

  private Call(String what, int maxBytes, Duration timeout) {
    this.what = what;
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  /**
   * Sends a request. Does not block.
   *
   * @param what it is, for messages
   */
  static Call start(
      HttpClient client, RequestOptions request, String what, EndpointSettings limits) {
    Call call = new Call(what, limits.maxBytes(), limits.timeout());
    client.request(request).onSuccess(call::send).onFailure(call::fail);
    return call;
  }

  private void send(HttpClientRequest request) {
    request.exceptionHandler(this::fail);
    // Also if it was given up before there was a connection for it.
    var unused =
        answer.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                request.reset().onFailure(closed -> {});
              }
            });
    if (!answer.isDone()) {
      request.send().onSuccess(this::receive).onFailure(this::fail);
    }
  }

  private void receive(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    String length = response.getHeader("Content-Length");
    if (length != null && Long.parseLong(length) > maxBytes) {
      fail(tooLong());
      return;
    }
    response.handler(this::append);
    response.endHandler(end -> answer.complete(new Answer(response.statusCode(), read.getBytes())));
  }

  private void append(Buffer chunk) {
    if (answer.isDone()) {
      return;
    }
    if (read.length() + (long) chunk.length() > maxBytes) {
      fail(tooLong());
    } else {
      var unused = read.appendBuffer(chunk);
    }
  }

  private SourceException tooLong() {
    return new SourceException(what + ": found more than " + maxBytes + " bytes");
  }

  private void fail(Throwable cause) {
    answer.completeExceptionally(cause);
  }

  /** Has nobody wait for the answer any more. */
  void giveUp() {
    answer.cancel(false);
  }

  /**
   * Blocks until it is there.
   *
   * @throws SourceException if it is late, too long, or does not come
   */
  Answer await() throws SourceException, InterruptedException {
    try {
      return answer.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new SourceException(what + ": no answer within " + timeout, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceException known) {
        throw known;
      }
      throw new SourceException(what + ": no answer: " + e.getCause(), e);
    } finally {
      giveUp();
    }
  }
}
