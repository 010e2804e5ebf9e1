// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.http;

import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.RowConsumer;
import dev.freshet.worker.source.RowSource;
import dev.freshet.worker.source.SourceException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;

/**
 * An HTTP endpoint by its name. Lists keys: a path below it answers to GET with a JSON list of
 * objects, whose fields are named as the holes of the key; at most as many bytes as its settings
 * say. Safe for any thread.
 */
public final class HttpEndpoint implements RowSource, AutoCloseable {
  private static final int OK = 200;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final EndpointSettings settings;
  private final Vertx vertx;
  private final HttpClient client;
  private final boolean tls;
  private final String basePath;

  private HttpEndpoint(EndpointSettings settings, Vertx vertx) {
    this.settings = settings;
    this.vertx = vertx;
    this.tls = "https".equalsIgnoreCase(settings.url().getScheme());
    String path = settings.url().getRawPath();
    this.basePath = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(
                    (int) Math.min(settings.timeout().toMillis(), Integer.MAX_VALUE)),
            new PoolOptions().setHttp1MaxSize(settings.concurrency()));
  }

  /** Opens an endpoint. Nothing connects here. */
  public static HttpEndpoint open(EndpointSettings settings) {
    return new HttpEndpoint(
        settings, Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)));
  }

  /** Its name. */
  public String name() {
    return settings.name();
  }

  EndpointSettings settings() {
    return settings;
  }

  @Override
  public KeyRows rows(String path) throws SourceException {
    String checked;
    try {
      checked = Paths.check(path);
    } catch (IllegalArgumentException e) {
      throw new SourceException(this + ": " + e.getMessage(), e);
    }
    return (columns, maxRows, rows) -> list(checked, columns, maxRows, rows);
  }

  private long list(String path, List<String> columns, long maxRows, RowConsumer rows)
      throws SourceException, InterruptedException {
    Call.Answer answer = get(path).await();
    String what = describe(path);
    if (answer.status() != OK) {
      throw new SourceException(what + ": found status " + answer.status() + ", expected " + OK);
    }
    return new JsonRows(what, columns).read(answer.body(), maxRows, rows);
  }

  /**
   * Asks. Does not block.
   *
   * @param path that was checked
   */
  Call get(String path) {
    URI url = settings.url();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(url.getHost())
            .setPort(url.getPort() >= 0 ? url.getPort() : tls ? HTTPS_PORT : HTTP_PORT)
            .setSsl(tls)
            .setURI(basePath + path)
            // Where they lead is not what the endpoint's name stands for.
            .setFollowRedirects(false);
    request.putHeader("Accept", "application/json");
    settings.headers().forEach(request::putHeader);
    return Call.start(client, request, describe(path), settings);
  }

  /** A request, for messages. */
  String describe(String path) {
    return this + ": GET " + path;
  }

  /** Cuts off requests that wait. Blocks until it is closed. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** For messages. */
  @Override
  public String toString() {
    return "endpoint " + settings.name();
  }
}
