// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cache.codec.Codec;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.http.NodeHttp;
import dev.freshet.worker.http.NodeHttpSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The HTTP API of nodes that no service embeds. Stateless. */
public final class NodeApi {
  private NodeApi() {}

  /**
   * Opens all regions that are declared, with JSON for values, and serves them; blocks until it
   * listens.
   *
   * @param node stays the caller's, who closes it after what is returned
   * @throws IllegalStateException if the port is taken; names it
   */
  public static NodeHttp serve(
      FreshetNode node, NodeHttpSettings settings, PrometheusMeterRegistry meters) {
    openDeclared(node);
    return NodeHttp.serve(node, settings, meters);
  }

  /** Opens the regions that are declared and not open yet: they are served from now on. */
  public static void openDeclared(FreshetNode node) {
    for (String region : node.declaredRegions()) {
      var unused = node.region(region, Codec.jsonText());
    }
  }
}
