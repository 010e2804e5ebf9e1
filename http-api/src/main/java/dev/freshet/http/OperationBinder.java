// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Binds handlers to the operations of the API document by their ids. An id that the document does
 * not have, or one bound twice, is refused at once with an {@link IllegalArgumentException}; an
 * operation left without handler is refused when the server starts.
 *
 * <p>Whatever a handler throws, or its future fails with, is answered as a problem: a {@link
 * dev.freshet.http.problem.ProblemException} as it says, anything else as {@code H019} with its
 * cause in the log alone.
 */
public interface OperationBinder {

  /** Answers a request that fits the document; runs on the event loop and must not block. */
  @FunctionalInterface
  interface AsyncHandler {
    Future<Answer> handle(Exchange exchange) throws Exception;
  }

  /** Answers a request that fits the document; runs on a worker thread and may block. */
  @FunctionalInterface
  interface BlockingHandler {
    Answer handle(Exchange exchange) throws Exception;
  }

  /** Streams its answer itself; the parameters fit the document, the body was not read. */
  @FunctionalInterface
  interface RawHandler {
    void handle(Exchange exchange, RoutingContext context) throws Exception;
  }

  /** Answers on the event loop, with nothing checked; see {@link #fast}. */
  @FunctionalInterface
  interface FastHandler {
    /**
     * Answers.
     *
     * @param pathParameters the holes of the path, decoded, in their order
     */
    void handle(HttpServerRequest request, List<String> pathParameters) throws Exception;
  }

  /** Binds a handler that does not block. */
  OperationBinder on(String operationId, AsyncHandler handler);

  /** Binds a handler that may block: it runs on the bounded pool of workers. */
  OperationBinder blocking(String operationId, BlockingHandler handler);

  /**
   * Binds a handler that streams (server-sent events, WebSocket). Its parameters are checked, no
   * body is read, no time limit holds, and the handler ends the response itself. It should end it
   * at {@link #onClose}.
   */
  OperationBinder raw(String operationId, RawHandler handler);

  /**
   * Binds a handler for a hot path: nothing is checked, measured, logged or limited, and the
   * request does not pass the router. The document describes it all the same. Only a failure that
   * the handler throws is answered here.
   */
  OperationBinder fast(String operationId, FastHandler handler);

  /** Runs on the event loop when the server starts to close: streams end here. */
  OperationBinder onClose(Runnable action);
}
