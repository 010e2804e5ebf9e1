// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.contract.Arguments;
import dev.freshet.http.contract.Body;
import dev.freshet.http.contract.Contract;
import dev.freshet.http.contract.Operation;
import dev.freshet.http.contract.PathIndex;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Leads a request to the handler of its operation: parameters, accepted types, body, idempotency,
 * handler, answer. Runs on the event loop.
 */
final class Dispatcher {
  private static final SortedSet<String> STREAMED_BY = new TreeSet<>(List.of("GET", "OPTIONS"));

  private final Contract contract;
  private final Bindings bindings;
  private final Workers workers;
  private final Idempotency idempotency;
  private final int bodyLimitBytes;
  private final BodyRoom room;

  Dispatcher(
      Contract contract,
      Bindings bindings,
      Workers workers,
      Idempotency idempotency,
      int bodyLimitBytes) {
    this.contract = contract;
    this.bindings = bindings;
    this.workers = workers;
    this.idempotency = idempotency;
    this.bodyLimitBytes = bodyLimitBytes;
    this.room = BodyRoom.forBodiesOf(bodyLimitBytes);
  }

  /** Whether the request was for a fast handler, which has it then. */
  boolean handledFast(HttpServerRequest request) {
    if (!(contract.find(request.method().name(), request.path()) instanceof PathIndex.Found found)
        || !(bindings.of(found.operation().id()) instanceof Bindings.Fast fast)) {
      return false;
    }
    try {
      fast.handler().handle(request, found.path());
    } catch (Exception e) {
      Failures.answer(request, Correlation.read(request), e);
    }
    return true;
  }

  /** Answers a request of the router. */
  void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    PathIndex.Match match = contract.find(request.method().name(), request.path());
    if (match instanceof PathIndex.Found found) {
      operate(context, found);
    } else if (match instanceof PathIndex.WrongMethod wrong) {
      refuseMethod(context, wrong);
    } else if (match instanceof PathIndex.Unknown unknown) {
      throw ProblemException.of(
          HttpCode.UNKNOWN_PATH,
          "path: found none like it"
              + unknown.nearest().map(nearest -> ", nearest " + nearest).orElse(""));
    }
  }

  private static void refuseMethod(RoutingContext context, PathIndex.WrongMethod wrong) {
    String allowed = String.join(", ", wrong.allowed());
    String method = context.request().method().name();
    if (method.equals("OPTIONS")) {
      Failures.send(context.response(), Answer.noContent().header("Allow", allowed));
      return;
    }
    throw ProblemException.of(
            HttpCode.METHOD_NOT_ALLOWED,
            "path %s: found method %s, expected one of %s"
                .formatted(wrong.template(), method, allowed))
        .withHeader("Allow", allowed);
  }

  private void operate(RoutingContext context, PathIndex.Found found) {
    Operation operation = found.operation();
    RequestScope.of(context).operation(operation);
    Exchange exchange = exchange(context, operation, found.path());
    Bindings.Binding binding = bindings.of(operation.id());
    if (binding instanceof Bindings.Raw raw) {
      refuseHead(context, operation);
      RequestScope.of(context).streams();
      stream(context, exchange, raw);
    } else if (binding instanceof Bindings.Checked checked) {
      Future<Exchange> complete =
          operation.body().isEmpty()
              ? Future.succeededFuture(exchange)
              : withBody(context, exchange, operation.body().get());
      send(context, complete.compose(whole -> answer(operation, whole, checked)));
    }
  }

  /** A stream has no end, hence no head to be answered with. */
  private static void refuseHead(RoutingContext context, Operation operation) {
    if (context.request().method().equals(HttpMethod.HEAD)) {
      refuseMethod(
          context, new PathIndex.WrongMethod(operation.template().toString(), STREAMED_BY));
    }
  }

  private Exchange exchange(RoutingContext context, Operation operation, List<String> path) {
    Contract.checkAccept(operation, context.request().getHeader("Accept"));
    Arguments arguments =
        Contract.arguments(operation, path, context.queryParams(), context.request().headers());
    return new Exchange(context, operation.id(), arguments, workers);
  }

  private Future<Exchange> withBody(RoutingContext context, Exchange exchange, Body body) {
    HttpServerRequest request = context.request();
    String contentType = request.getHeader("Content-Type");
    body.checkType(contentType);
    checkEncoding(request.getHeader("Content-Encoding"));
    RequestScope scope = RequestScope.of(context);
    scope.readingBody(true);
    BodyCollector collector = new BodyCollector(request, bodyLimitBytes, room);
    context.addEndHandler(done -> collector.release());
    return collector
        .collect()
        .map(
            bytes -> {
              scope.readingBody(false);
              return exchange.withBody(bytes, body.read(contentType, bytes));
            });
  }

  /** Unpacking would let a short body become a long one. */
  private static void checkEncoding(@Nullable String encoding) {
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw ProblemException.of(
          HttpCode.UNSUPPORTED_MEDIA_TYPE,
          "header Content-Encoding: found " + encoding + ", expected none");
    }
  }

  private Future<Answer> answer(Operation operation, Exchange exchange, Bindings.Checked checked) {
    Optional<String> header = exchange.header("Idempotency-Key");
    if (operation.idempotency() == Operation.Idempotent.NO) {
      return run(checked, exchange);
    }
    if (header.isEmpty()) {
      if (operation.idempotency() == Operation.Idempotent.REQUIRED) {
        throw ProblemException.of(
            HttpCode.IDEMPOTENCY_KEY_INVALID, "header Idempotency-Key: found none, expected one");
      }
      return run(checked, exchange);
    }
    String key = operation.id() + " " + Idempotency.key(header.get());
    return idempotency.once(key, fingerprint(exchange), () -> run(checked, exchange));
  }

  private static String fingerprint(Exchange exchange) {
    return Fingerprint.of(exchange.requestUri(), exchange.headers(), exchange.body());
  }

  private static Future<Answer> run(Bindings.Checked checked, Exchange exchange) {
    try {
      return Correlation.call(exchange.correlation(), () -> checked.handler().handle(exchange));
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /** A handler's future may complete on any thread; the response is the event loop's. */
  private static void send(RoutingContext context, Future<Answer> answer) {
    Context loop = context.vertx().getOrCreateContext();
    answer.onComplete(
        done ->
            loop.runOnContext(
                ignored -> {
                  if (done.succeeded()) {
                    Failures.send(context.response(), done.result());
                  } else {
                    context.fail(done.cause());
                  }
                }));
  }

  private static void stream(RoutingContext context, Exchange exchange, Bindings.Raw raw) {
    try {
      Correlation.call(
          exchange.correlation(),
          () -> {
            raw.handler().handle(exchange, context);
            return exchange;
          });
    } catch (Exception e) {
      context.fail(e);
    }
  }
}
