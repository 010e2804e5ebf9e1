// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.contract.Operation;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of the router from its first byte to its answer: its correlation id, its time limit,
 * its line in the log, its time in the meters. Of the event loop.
 */
final class RequestScope {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String CONTEXT_KEY = "freshet.scope";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

  private final RoutingContext context;
  private final MeterRegistry meters;
  private final long beganNanos = System.nanoTime();
  private final long timer;
  private final Connections connections;
  private String uri = "UNKNOWN";
  private boolean readingBody;

  private RequestScope(
      RoutingContext context, MeterRegistry meters, Duration limit, Connections connections) {
    this.context = context;
    this.meters = meters;
    this.connections = connections;
    this.timer = context.vertx().setTimer(limit.toMillis(), id -> timeOut(limit));
  }

  static void begin(
      RoutingContext context, MeterRegistry meters, Duration limit, Connections connections) {
    RequestScope scope = new RequestScope(context, meters, limit, connections);
    connections.underway(context.request().connection());
    context.put(CONTEXT_KEY, scope);
    context
        .response()
        .putHeader(Correlation.HEADER, Correlation.begin(context))
        // What quotes a request is never to be taken for a page.
        .putHeader("X-Content-Type-Options", "nosniff");
    context.addEndHandler(done -> scope.end(done.succeeded()));
    context.next();
  }

  static RequestScope of(RoutingContext context) {
    return context.get(CONTEXT_KEY);
  }

  void operation(Operation operation) {
    uri = operation.template().toString();
  }

  /** For a path that is no operation of the document: a page, a document. */
  void page(String template) {
    uri = template;
  }

  void readingBody(boolean reading) {
    readingBody = reading;
  }

  /** It ends when its handler wants it to. */
  void streams() {
    context.vertx().cancelTimer(timer);
    connections.streams(context.request().connection());
  }

  private void timeOut(Duration limit) {
    context.fail(
        readingBody
            ? ProblemException.of(
                    HttpCode.BODY_TOO_SLOW, "body: found no end of it within " + limit)
                .withHeader("Connection", "close")
            : ProblemException.of(HttpCode.TIMED_OUT, "request: not answered within " + limit)
                .retryAfter(limit));
  }

  private void end(boolean sent) {
    context.vertx().cancelTimer(timer);
    connections.answered(context.request().connection());
    long nanos = System.nanoTime() - beganNanos;
    HttpMethod method = context.request().method();
    int status = context.response().getStatusCode();
    Timer.builder("http.server.requests")
        .description("Requests of the HTTP API")
        .tag("method", METHODS.contains(method.name()) ? method.name() : "OTHER")
        .tag("uri", uri)
        .tag("status", sent ? Integer.toString(status) : "CLIENT_GONE")
        .register(meters)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "Request answered: method={} path={} status={} sent={} micros={} correlation={}",
          method,
          context.request().path(),
          status,
          sent,
          TimeUnit.NANOSECONDS.toMicros(nanos),
          Correlation.of(context));
    }
  }
}
