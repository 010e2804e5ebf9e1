// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.contract.Contract;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * An HTTP API: an OpenAPI document, and the operations that it describes. Safe for any thread.
 *
 * <pre>{@code
 * ApiServer server =
 *     ApiServer.builder(ApiDocument.openApi(Api.class, "base.yaml", "rules.yaml"))
 *         .port(8080)
 *         .operations(new RuleOperations(rules))
 *         .start();
 * }</pre>
 */
public final class ApiServer implements AutoCloseable {
  // Streams ping every 15 s; who takes or sends nothing for so long is gone.
  private static final int IDLE_SECONDS = 90;

  private final Vertx vertx;
  private final HttpServer server;
  private final Bindings bindings;
  private final Draining draining;
  private final Duration drain;

  private ApiServer(
      Vertx vertx, HttpServer server, Bindings bindings, Draining draining, Duration drain) {
    this.vertx = vertx;
    this.server = server;
    this.bindings = bindings;
    this.draining = draining;
    this.drain = drain;
  }

  /** A server of the operations of an OpenAPI document. */
  public static Builder builder(ApiDocument openApi) {
    return new Builder(openApi);
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Accepts nothing new, lets streams end, answers what runs for up to 5 s, and ends. Blocks until
   * it has; not for event loops. A second call does nothing.
   */
  @Override
  public void close() {
    if (draining.begin()) {
      vertx.runOnContext(closing -> bindings.close());
      Futures.await(server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS));
      Futures.await(vertx.close());
    }
  }

  /** What a server is made of. Not safe for several threads. */
  public static final class Builder {
    private static final int DEFAULT_BODY_LIMIT_BYTES = 1 << 20;

    private final ApiDocument openApi;
    private final List<ApiDocument> documents = new ArrayList<>();
    private final List<Operations> operations = new ArrayList<>();
    private final List<Consumer<Router>> routes = new ArrayList<>();
    private String host = "127.0.0.1";
    private int port;
    private int bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES;
    private int workerThreads = 8;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration drain = Duration.ofSeconds(5);
    private Connections.Limits connections = Connections.Limits.DEFAULT;
    private LongSupplier nanoClock = System::nanoTime;
    private MeterRegistry meters = Metrics.globalRegistry;
    private Function<String, Optional<String>> problemPages = code -> Optional.empty();

    private Builder(ApiDocument openApi) {
      this.openApi = openApi;
      documents.add(openApi);
    }

    /** The address to listen on; 127.0.0.1 by default. */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /** The port; 0, the default, for a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** A further document to serve, such as AsyncAPI. */
    public Builder document(ApiDocument document) {
      documents.add(document);
      return this;
    }

    /** Groups of operations. */
    public Builder operations(Operations... groups) {
      operations.addAll(List.of(groups));
      return this;
    }

    /** Further routes, which the OpenAPI document does not describe; before all operations. */
    public Builder routes(Consumer<Router> routes) {
      this.routes.add(routes);
      return this;
    }

    /** How many bytes a body may have; 1 MiB by default. */
    public Builder bodyLimitBytes(int bytes) {
      this.bodyLimitBytes = bytes;
      return this;
    }

    /** How many requests may block at once; 8 by default. */
    public Builder workerThreads(int threads) {
      this.workerThreads = threads;
      return this;
    }

    /** How long a request may take, its body included; 30 s by default. Streams may take longer. */
    public Builder requestTimeout(Duration timeout) {
      this.requestTimeout = timeout;
      return this;
    }

    /** How many connections there may be, 4,096 by default; more are closed at once. */
    public Builder mostConnections(int most) {
      return connections(new Connections.Limits(most, connections.quiet()), nanoClock);
    }

    /** The clock tells for how long a connection has been quiet. */
    Builder connections(Connections.Limits limits, LongSupplier nanoClock) {
      this.connections = limits;
      this.nanoClock = nanoClock;
      return this;
    }

    /** For how long it answers what runs when it is closed. */
    Builder drain(Duration limit) {
      this.drain = limit;
      return this;
    }

    /** Where {@code http.server.requests} is measured. */
    public Builder meters(MeterRegistry meters) {
      this.meters = meters;
      return this;
    }

    /** Text for {@code /problems/}<i>code</i>, beside that of {@link HttpCode}. */
    public Builder problemPages(Function<String, Optional<String>> pages) {
      this.problemPages = pages;
      return this;
    }

    /**
     * Listens; blocks until it does.
     *
     * @throws IllegalArgumentException if document and operations do not fit each other; names what
     *     is missing
     * @throws IllegalStateException if the port is taken; names it
     */
    public ApiServer start() {
      Contract contract = Contract.of(openApi.toJson());
      Bindings bindings = new Bindings(contract);
      operations.forEach(group -> group.bind(bindings));
      bindings.requireAll();
      Vertx vertx = Vertx.vertx();
      try {
        return listen(vertx, contract, bindings);
      } catch (CompletionException e) {
        Futures.await(vertx.close());
        throw new IllegalStateException(
            "http port " + port + ": cannot listen, " + e.getCause(), e.getCause());
      }
    }

    private ApiServer listen(Vertx vertx, Contract contract, Bindings bindings) {
      Dispatcher dispatcher =
          new Dispatcher(
              contract,
              bindings,
              new Workers(vertx, workerThreads),
              new Idempotency(Idempotency.Limits.DEFAULT, System::nanoTime),
              bodyLimitBytes);
      Draining draining = new Draining();
      Connections clients = new Connections(connections, nanoClock, meters);
      Router router = router(vertx, dispatcher, draining, clients);
      boolean anyFast = bindings.hasFast();
      HttpServer server =
          vertx
              .createHttpServer(options())
              .invalidRequestHandler(Failures::invalid)
              .connectionHandler(clients::opened)
              .requestHandler(
                  request -> {
                    clients.asked(request.connection());
                    accept(request, anyFast, dispatcher, router);
                  });
      Futures.await(server.listen(port, host));
      return new ApiServer(vertx, server, bindings, draining, drain);
    }

    private static void accept(
        HttpServerRequest request, boolean anyFast, Dispatcher dispatcher, Router router) {
      try {
        if (!anyFast || !dispatcher.handledFast(request)) {
          router.handle(request);
        }
      } catch (ProblemException e) {
        Failures.answer(request, Correlation.read(request), e);
      }
    }

    private static HttpServerOptions options() {
      // Clients and probes speak HTTP/1.1; an upgrade in mid-connection only adds ways to fail.
      return new HttpServerOptions()
          .setHttp2ClearTextEnabled(false)
          .setIdleTimeout(IDLE_SECONDS)
          .setIdleTimeoutUnit(TimeUnit.SECONDS);
    }

    private Router router(
        Vertx vertx, Dispatcher dispatcher, Draining draining, Connections clients) {
      Router router = Router.router(vertx);
      router
          .route()
          .handler(context -> RequestScope.begin(context, meters, requestTimeout, clients))
          .handler(draining::refuse)
          .handler(CrossSite::refuse)
          .failureHandler(ApiServer::fail);
      Pages.serve(router, documents, problemPages);
      routes.forEach(more -> more.accept(router));
      router.route().handler(dispatcher::handle);
      return router;
    }
  }

  private static void fail(io.vertx.ext.web.RoutingContext context) {
    Throwable failure = context.failure();
    if (failure == null) {
      failure = ProblemException.of(HttpCode.UNKNOWN_PATH, "path: found none like it");
    }
    Failures.answer(context.request(), Correlation.of(context), failure);
  }
}
