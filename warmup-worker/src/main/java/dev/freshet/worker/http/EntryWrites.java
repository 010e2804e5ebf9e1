// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.CommandFailedException;
import dev.freshet.cache.EntryKey;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.worker.http.RegionIndex.Place;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and invalidates entries. No thread waits for the command log: while it is away, requests
 * do. Safe for any thread.
 */
final class EntryWrites {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final RegionIndex index;
  private final Stamps stamps;
  private final Replies replies;

  EntryWrites(RegionIndex index, Stamps stamps, Replies replies) {
    this.index = index;
    this.stamps = stamps;
    this.replies = replies;
  }

  /** Answers a PUT: a fill if it brings a stamp, else a write. */
  Future<Answer> put(Exchange exchange) {
    Place<?> place = place(exchange);
    requireType(exchange, place.region());
    Sent sent =
        new Sent(
            exchange.body().getBytes(),
            exchange.list("tag"),
            exchange.optional("ttl").map(Spans::parseTtl).orElse(null));
    Optional<String> stamp = exchange.optional(Replies.STAMP);
    // Decoding may take a while.
    return exchange
        .blocking(() -> store(place, sent, stamp.orElse(null)))
        .compose(stored -> Future.fromCompletionStage(stored))
        .map(cached -> replies.written(place.region(), cached));
  }

  /** Answers a DELETE. */
  Future<Answer> delete(Exchange exchange) {
    Place<?> place = place(exchange);
    // While the command log is away, sending waits.
    return exchange
        .blocking(() -> told(place.invalidate(), place.key()))
        .compose(told -> Future.fromCompletionStage(told))
        .map(done -> replies.written(place.region(), /* cached= */ false));
  }

  /**
   * Caches a value.
   *
   * @return whether it is cached; fails with a {@link ProblemException} if the command log did not
   *     take it
   * @throws ProblemException if the stamp is not known, or the value is older than an invalidation
   */
  CompletableFuture<Boolean> store(Place<?> place, Sent sent, @Nullable String stamp) {
    if (stamp == null) {
      return told(place.put(sent), place.key());
    }
    fill(place.key(), sent, stamp);
    return CompletableFuture.completedFuture(true);
  }

  private void fill(EntryKey key, Sent sent, String stamp) {
    Stamps.Issued load = stamps.redeem(stamp, key);
    boolean cached = load.load().complete(sent);
    stamps.end(load);
    if (!cached) {
      throw ProblemException.of(
          NodeProblem.STAMP_OVERTAKEN,
          "key "
              + key
              + ": found an invalidation of the key or of one of its tags since the stamp was given,"
              + " expected none; the value is not cached, load it again with a new stamp");
    }
  }

  /** What comes of a command, in the words of the API; fails with nothing wrapped around them. */
  private <T> CompletableFuture<T> told(CompletableFuture<T> call, EntryKey key) {
    CompletableFuture<T> told = new CompletableFuture<>();
    CompletableFuture<T> unused =
        call.whenComplete(
            (done, failure) -> {
              stamps.wake(key);
              if (failure == null) {
                told.complete(done);
              } else {
                told.completeExceptionally(problem(key, failure));
              }
            });
    return told;
  }

  private static Throwable problem(EntryKey key, Throwable failure) {
    Throwable cause = failure.getCause();
    Throwable origin = failure instanceof CompletionException && cause != null ? cause : failure;
    return origin instanceof CommandFailedException
        ? ProblemException.of(
                NodeProblem.COMMAND_FAILED,
                "key " + key + ": " + origin.getMessage() + "; nothing is cached")
            .retryAfter(RETRY_AFTER)
        : origin;
  }

  private Place<?> place(Exchange exchange) {
    return index.find(exchange.text("key"), exchange.optional("region").orElse(null));
  }

  private static void requireType(Exchange exchange, ServedRegion<?> region) {
    String found = exchange.contentType().orElse("none");
    if (!bare(found).equals(bare(region.mediaType()))) {
      throw ProblemException.of(
          HttpCode.UNSUPPORTED_MEDIA_TYPE,
          "header Content-Type: found "
              + found
              + ", expected "
              + region.mediaType()
              + ", which is the form of values in region "
              + region.name());
    }
  }

  private static String bare(String mediaType) {
    int parameters = mediaType.indexOf(';');
    String bare = parameters < 0 ? mediaType : mediaType.substring(0, parameters);
    return bare.strip().toLowerCase(Locale.ROOT);
  }
}
