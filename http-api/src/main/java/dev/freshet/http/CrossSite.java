// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns away what a page of another site makes a browser send. Nobody is asked who they are here,
 * so any page that is open on a machine that reaches this server could else pause the mapping or
 * drain a node. Reads are let through, for browsers keep their answers from other sites; WebSockets
 * are not, for browsers do not. Programs that are no browser send neither header. Stateless.
 *
 * <p>The rule is that of {@code http.CrossOriginProtection} in Go 1.25: {@code Sec-Fetch-Site}
 * decides (Fetch Metadata), or where it is missing, whether {@code Origin} is this host.
 */
final class CrossSite {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private CrossSite() {}

  static void refuse(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean harmless =
        SAFE.contains(request.method().name()) && request.getHeader("Upgrade") == null;
    String foreign = harmless ? null : foreign(request);
    if (foreign != null) {
      throw ProblemException.of(HttpCode.CROSS_SITE, foreign + ", expected a page of this server");
    }
    context.next();
  }

  private static @Nullable String foreign(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return OWN.contains(site) ? null : "header Sec-Fetch-Site: found " + site;
    }
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return null;
    }
    String host = origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3);
    return host.equalsIgnoreCase(request.getHeader("Host"))
        ? null
        : "header Origin: found " + origin;
  }
}
