// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.http.ApiServer;
import dev.freshet.http.management.ManagementServer;
import dev.freshet.worker.FreshetNode;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP API of a node: its cache for clients in any language, with the promise that the library
 * keeps. Serves the regions that the service has opened, now or later, in the form of their codecs.
 *
 * <pre>{@code
 * node.region("payment:history", Codec.jsonText());
 * NodeHttp http = NodeHttp.serve(node, NodeHttpSettings.DEFAULT, meters);
 * }</pre>
 *
 * <p>Nothing asks who a client is: keep to 127.0.0.1, or to a network that you trust. Safe for any
 * thread. Needs {@code dev.freshet:http-api} on the class path.
 */
public final class NodeHttp implements AutoCloseable {
  private final ApiServer api;
  private final @Nullable ManagementServer management;

  private NodeHttp(ApiServer api, @Nullable ManagementServer management) {
    this.api = api;
    this.management = management;
  }

  /**
   * Listens; blocks until it does.
   *
   * @param node stays the caller's, who closes it after this
   * @param meters of the requests, and what the management port shows; that of the node, best
   * @throws IllegalStateException if a port is taken; names it
   */
  public static NodeHttp serve(
      FreshetNode node, NodeHttpSettings settings, PrometheusMeterRegistry meters) {
    return serve(view(node), settings, meters, Ticker.systemTicker());
  }

  static NodeHttp serve(
      NodeView node, NodeHttpSettings settings, PrometheusMeterRegistry meters, Ticker ticker) {
    OptionalInt port = settings.managementPort();
    ManagementServer management =
        port.isEmpty()
            ? null
            : ManagementServer.listen(
                settings.host(), port.getAsInt(), () -> NodeHealth.of(node), meters);
    try {
      return new NodeHttp(api(node, settings, meters, ticker), management);
    } catch (RuntimeException | Error e) {
      if (management != null) {
        management.close();
      }
      throw e;
    }
  }

  private static ApiServer api(
      NodeView node, NodeHttpSettings settings, PrometheusMeterRegistry meters, Ticker ticker) {
    return ApiServer.builder(NodeOperations.document())
        .host(settings.host())
        .port(settings.port())
        .bodyLimitBytes(settings.limits().maxBodyBytes())
        .problemPages(NodeProblem::page)
        .meters(meters)
        .operations(new NodeOperations(node, settings, ticker))
        .start();
  }

  private static NodeView view(FreshetNode node) {
    return new NodeView() {
      @Override
      public List<Region<?>> openRegions() {
        return node.openRegions();
      }

      @Override
      public Map<String, Loader<?>> loaders() {
        return node.loaders();
      }

      @Override
      public List<String> declaredRegions() {
        return node.declaredRegions();
      }

      @Override
      public Optional<Instant> closedTime() {
        return node.closedTime();
      }

      @Override
      public boolean isReady() {
        return node.isReady();
      }
    };
  }

  /** Where the API is served. */
  public int port() {
    return api.port();
  }

  /** Where health and metrics are served; empty if they are not. */
  public OptionalInt managementPort() {
    return management == null ? OptionalInt.empty() : OptionalInt.of(management.port());
  }

  /** Answers what it was asked, for some seconds at the most, and ends; idempotent. */
  @Override
  public void close() {
    api.close();
    if (management != null) {
      management.close();
    }
  }
}
