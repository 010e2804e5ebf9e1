// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.Future;

/** Waiting for Vert.x from threads that are not its own. */
final class Futures {

  private Futures() {}

  /**
   * Blocks until it is there.
   *
   * @throws java.util.concurrent.CompletionException with the cause of its failure
   */
  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
