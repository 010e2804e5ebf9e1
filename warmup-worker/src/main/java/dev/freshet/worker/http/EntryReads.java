// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.LoadFailedException;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.worker.http.RegionIndex.Place;
import dev.freshet.worker.http.Stamps.Grant;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one entry: a hit in L1 is answered within the call; L2 and the loads of others are waited
 * for without holding a thread. Safe for any thread.
 */
final class EntryReads {
  private static final Logger LOG = LoggerFactory.getLogger(EntryReads.class);
  private static final Set<String> PARAMETERS = Set.of("region", "wait");

  private final RegionIndex index;
  private final Stamps stamps;
  private final Replies replies;
  private final NodeHttpSettings.Loads settings;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * A request that is being answered.
   *
   * @param untilNanos when it stops waiting for others
   */
  private record Asked(
      HttpServerRequest request, Context context, Place<?> place, long untilNanos) {
    Duration left() {
      return Duration.ofNanos(untilNanos - System.nanoTime());
    }

    boolean isGone() {
      return request.response().closed() || request.response().ended();
    }
  }

  EntryReads(RegionIndex index, Stamps stamps, Replies replies, NodeHttpSettings.Loads settings) {
    this.index = index;
    this.stamps = stamps;
    this.replies = replies;
    this.settings = settings;
  }

  /**
   * Answers a GET.
   *
   * @param path the key
   * @throws ProblemException if the request is wrong
   */
  void get(HttpServerRequest request, List<String> path) {
    String region = null;
    Duration wait = Duration.ZERO;
    if (request.query() != null && !request.query().isEmpty()) {
      checkParameters(request);
      region = request.getParam("region");
      wait = wait(request.getParam("wait"));
    }
    Place<?> place = index.find(path.get(0), region);
    long untilNanos = System.nanoTime() + wait.toNanos();
    look(new Asked(request, Vertx.currentContext(), place, untilNanos));
  }

  private static void checkParameters(HttpServerRequest request) {
    for (Map.Entry<String, String> parameter : request.params()) {
      if (!PARAMETERS.contains(parameter.getKey())) {
        throw ProblemException.of(
            HttpCode.INVALID_PARAMETER,
            "query: found parameter '" + parameter.getKey() + "', expected region or wait");
      }
    }
  }

  private Duration wait(@Nullable String text) {
    if (text == null) {
      return Duration.ZERO;
    }
    Duration wait = Spans.parse("wait", text);
    return wait.compareTo(settings.maxWait()) > 0 ? settings.maxWait() : wait;
  }

  private void look(Asked asked) {
    long mark = stamps.mark();
    CompletableFuture<@Nullable Cached> found = asked.place().find();
    if (found.isDone() && !found.isCompletedExceptionally()) {
      answer(asked, found.join(), mark);
      return;
    }
    CompletableFuture<@Nullable Cached> unused =
        found.whenComplete(
            (cached, failure) -> resume(asked, () -> answerOrFail(asked, cached, failure, mark)));
  }

  /** Goes on in the request's own thread, unless the client has gone; answers whatever happens. */
  private void resume(Asked asked, Runnable next) {
    asked
        .context()
        .runOnContext(
            unused -> {
              try {
                if (!asked.isGone()) {
                  next.run();
                }
              } catch (RuntimeException e) {
                fail(asked, e);
              }
            });
  }

  private void fail(Asked asked, Throwable failure) {
    LOG.error("Read failed region={}", asked.place().region().name(), failure);
    if (!asked.isGone()) {
      // Without what the cache knows besides: that may be what failed.
      replies.problem(
          asked.request(), ProblemException.of(HttpCode.INTERNAL, where(asked) + "read failed"));
    }
  }

  private void answerOrFail(
      Asked asked, @Nullable Cached cached, @Nullable Throwable failure, long mark) {
    if (failure == null) {
      answer(asked, cached, mark);
    } else if (failure instanceof LoadFailedException) {
      refuse(
          asked,
          null,
          ProblemException.of(NodeProblem.LOAD_FAILED, where(asked) + "the loader failed"));
    } else {
      fail(asked, failure);
    }
  }

  private void answer(Asked asked, @Nullable Cached cached, long mark) {
    if (cached == null && asked.place().region().hasLoader()) {
      load(asked, mark);
    } else if (cached == null) {
      miss(asked, mark);
    } else if (cached.body() == null) {
      refuse(asked, cached, ProblemException.of(NodeProblem.ABSENT, where(asked) + "no value"));
    } else {
      replies.value(asked.request(), asked.place().region(), cached, cached.body());
    }
  }

  /** The service's own loader blocks: not on the event loop. */
  private void load(Asked asked, long mark) {
    var unused =
        asked
            .context()
            .executeBlocking(asked.place()::load, /* ordered= */ false)
            .onComplete(
                (loaded, failure) ->
                    resume(asked, () -> answerOrFail(asked, loaded, failure, mark)));
  }

  private void miss(Asked asked, long mark) {
    Grant grant = stamps.ask(asked.place().key(), mark, asked.place()::beginLoad);
    if (grant instanceof Grant.Leased leased) {
      refuse(
          asked,
          null,
          ProblemException.of(
                  NodeProblem.NOT_CACHED,
                  where(asked) + "neither level has it; load it, then PUT it with the stamp")
              .withHeader(Replies.STAMP, leased.stamp()));
    } else if (grant instanceof Grant.Busy busy) {
      meanwhile(asked, busy, mark);
    } else {
      look(asked);
    }
  }

  private void meanwhile(Asked asked, Grant.Busy busy, long mark) {
    Cached standIn = busy.load().standIn();
    if (standIn != null) {
      answer(asked, standIn, mark);
      return;
    }
    Duration left = asked.left().compareTo(busy.left()) < 0 ? asked.left() : busy.left();
    if (asked.left().isNegative() || asked.left().isZero() || !mayWait()) {
      refuse(
          asked,
          null,
          ProblemException.of(
                  NodeProblem.BEING_LOADED,
                  where(asked) + "somebody loads it; ask again, with ?wait= to be told at once")
              .retryAfter(busy.left()));
      return;
    }
    CompletableFuture<Void> unused =
        busy.ended()
            .copy()
            .completeOnTimeout(null, Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
            .whenComplete(
                (ended, failure) -> {
                  waiting.decrementAndGet();
                  resume(asked, () -> look(asked));
                });
  }

  /** Takes a place among those who wait, if there is one. */
  private boolean mayWait() {
    if (waiting.incrementAndGet() <= settings.mostWaiting()) {
      return true;
    }
    waiting.decrementAndGet();
    return false;
  }

  private void refuse(Asked asked, @Nullable Cached cached, ProblemException failure) {
    replies.problem(asked.request(), asked.place().region(), cached, failure);
  }

  private static String where(Asked asked) {
    return "key " + asked.place().key() + ": ";
  }
}
