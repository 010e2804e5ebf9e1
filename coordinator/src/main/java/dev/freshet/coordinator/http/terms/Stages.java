// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.terms;

import dev.freshet.http.Exchange;
import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The way from Java's futures to those of the server. Safe for any thread. */
public final class Stages {
  private Stages() {}

  /**
   * The same, on the event loop of a request, and with the failure itself in place of a wrapper.
   */
  public static <T> Future<T> toFuture(Exchange exchange, CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, exchange.vertx().getOrCreateContext())
        .recover(failure -> Future.failedFuture(cause(failure)));
  }

  /** What went wrong, without the wrapper that stages put around it. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
