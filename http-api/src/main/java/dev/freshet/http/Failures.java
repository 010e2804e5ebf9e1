// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an answer of any failure. What is nobody's fault but ours goes to the log alone. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private static final long LINGER_MS = 1_000;

  private Failures() {}

  /** Answers, or cuts the connection if an answer has begun already. */
  static void answer(HttpServerRequest request, String correlation, Throwable failure) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    ProblemException known = known(request, correlation, failure);
    if (response.headWritten()) {
      var unused = request.connection().close();
      return;
    }
    send(response, rendered(request, correlation, known));
    if (known.headers().containsKey("Connection")) {
      closeSoon(request.connection());
    }
  }

  /** Not at once: a client that is still sending would lose the answer with the connection. */
  private static void closeSoon(HttpConnection connection) {
    Context loop = Vertx.currentContext();
    if (loop == null) {
      var unused = connection.close();
    } else {
      loop.owner().setTimer(LINGER_MS, id -> connection.close());
    }
  }

  private static ProblemException known(
      HttpServerRequest request, String correlation, Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return problem;
    }
    LOG.error(
        "Request failed: method={} path={} correlation={}",
        request.method(),
        request.path(),
        correlation,
        failure);
    return ProblemException.of(
        HttpCode.INTERNAL, "the server failed, its log says why under this traceId");
  }

  private static Answer rendered(
      HttpServerRequest request, String correlation, ProblemException failure) {
    Problem problem = failure.problem().withRequest(String.valueOf(request.path()), correlation);
    Map<String, String> headers = new LinkedHashMap<>(failure.headers());
    headers.put("Content-Type", Problem.MEDIA_TYPE);
    return new Answer(problem.status(), headers, problem.toJson().toBuffer());
  }

  static void send(HttpServerResponse response, Answer answer) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    Buffer body = answer.body();
    var unused = body == null ? response.end() : response.end(body);
  }

  /** What Vert.x cannot read as HTTP. */
  static void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    ProblemException failure;
    if (cause instanceof TooLongHttpLineException) {
      failure = ProblemException.of(HttpCode.URI_TOO_LONG, "request line: " + cause.getMessage());
    } else if (cause instanceof TooLongHttpHeaderException) {
      failure = ProblemException.of(HttpCode.HEADERS_TOO_LARGE, "headers: " + cause.getMessage());
    } else {
      failure =
          ProblemException.of(
              HttpCode.MALFORMED_REQUEST, "request: found what is not HTTP, " + cause.getMessage());
    }
    answer(request, Correlation.from(null, null), failure.withHeader("Connection", "close"));
  }
}
