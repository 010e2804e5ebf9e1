// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Turns requests away that come over open connections while the server closes. */
final class Draining {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final AtomicBoolean begun = new AtomicBoolean();

  /** False if it had begun before. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  void refuse(RoutingContext context) {
    if (begun.get()) {
      throw ProblemException.of(HttpCode.UNAVAILABLE, "server: it is closing")
          .retryAfter(RETRY_AFTER)
          .withHeader("Connection", "close");
    }
    context.next();
  }
}
