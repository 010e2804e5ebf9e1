// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.Answer.Source;
import dev.freshet.http.Answer;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the cache has, and says of each answer where it is from, how old it is and up to when
 * the node has heard of everything. Safe for any thread.
 */
final class Replies {
  /** Of a value: the region it is in. */
  static final CharSequence REGION = HttpHeaders.createOptimized("Freshet-Region");

  /** Of a value: {@code l1}, {@code l2}, {@code stale} or {@code queued}. */
  static final CharSequence SOURCE = HttpHeaders.createOptimized("Freshet-Source");

  /** Every event stored before this time is applied here. */
  static final CharSequence CLOSED_TIME = HttpHeaders.createOptimized("Freshet-Closed-Time");

  /** Of a miss: what the later PUT is to bring along. */
  static final String STAMP = "Freshet-Stamp";

  /** Of a write: whether the value is cached now. */
  static final String CACHED = "Freshet-Cached";

  private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final Map<Source, CharSequence> SOURCES = new EnumMap<>(Source.class);

  static {
    for (Source source : Source.values()) {
      SOURCES.put(source, HttpHeaders.createOptimized(name(source)));
    }
  }

  private final NodeView node;

  /** Volatile: written by whoever sees a later closed time; a text is made once for each. */
  private volatile @Nullable Closed closed;

  /**
   * A closed time.
   *
   * @param header the text in the form that is written fastest
   */
  private record Closed(Instant time, String text, CharSequence header) {
    static Closed of(Instant time) {
      String text = time.toString();
      return new Closed(time, text, HttpHeaders.createOptimized(text));
    }
  }

  Replies(NodeView node) {
    this.node = node;
  }

  /** A source as clients read it. */
  static String name(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }

  /** The closed time in RFC 3339; null while it is not known. */
  @Nullable String closedTime() {
    Closed now = closed();
    return now == null ? null : now.text();
  }

  private @Nullable Closed closed() {
    Optional<Instant> now = node.closedTime();
    if (now.isEmpty()) {
      return null;
    }
    Closed known = closed;
    if (known == null || !known.time().equals(now.get())) {
      known = Closed.of(now.get());
      closed = known;
    }
    return known;
  }

  /** A value, at once. */
  void value(HttpServerRequest request, ServedRegion<?> region, Cached cached, byte[] body) {
    HttpServerResponse response = headed(request.response(), region, cached);
    response.putHeader(HttpHeaders.CONTENT_TYPE, region.mediaTypeHeader());
    var unused = response.end(Buffer.buffer(body));
  }

  /** A problem with what the cache knows besides. */
  void problem(
      HttpServerRequest request,
      ServedRegion<?> region,
      @Nullable Cached cached,
      ProblemException failure) {
    HttpServerResponse response = request.response();
    if (cached == null) {
      common(response, region);
    } else {
      headed(response, region, cached);
    }
    problem(request, failure);
  }

  /** A problem as the rest of the API writes it. */
  void problem(HttpServerRequest request, ProblemException failure) {
    Problem problem = failure.problem();
    HttpServerResponse response = request.response().setStatusCode(problem.status());
    failure.headers().forEach(response::putHeader);
    response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    String traceId = request.getHeader("X-Request-Id");
    var unused =
        response.end(
            new Problem(
                    problem.type(),
                    problem.title(),
                    problem.status(),
                    problem.detail(),
                    request.path(),
                    problem.errors(),
                    traceId)
                .toJson()
                .toBuffer());
  }

  /** The answer to a write. */
  Answer written(ServedRegion<?> region, boolean cached) {
    Answer answer =
        Answer.noContent()
            .header(CACHED, String.valueOf(cached))
            .header(REGION.toString(), region.name());
    String time = closedTime();
    return time == null ? answer : answer.header(CLOSED_TIME.toString(), time);
  }

  private HttpServerResponse headed(
      HttpServerResponse response, ServedRegion<?> region, Cached cached) {
    return common(response, region)
        .putHeader(SOURCE, SOURCES.get(cached.source()))
        .putHeader(AGE, Long.toString(cached.age().toSeconds()));
  }

  /** No cache on the way may keep it: it would know nothing of invalidations. */
  private HttpServerResponse common(HttpServerResponse response, ServedRegion<?> region) {
    Closed now = closed();
    if (now != null) {
      response.putHeader(CLOSED_TIME, now.header());
    }
    return response
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .putHeader(REGION, region.nameHeader());
  }
}
