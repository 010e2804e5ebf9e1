// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request that is sent again as it was answered before, by the header {@code
 * Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header-07). Answers are kept for 24 hours in
 * the memory of this process alone, the oldest dropped first when there are too many of them or of
 * their bytes: another process, or this one after a restart, does not know them. Failures are not
 * kept, so that they can be tried again.
 *
 * <p>Oldest first, not least used first as a cache would: a key is used again within seconds or
 * never. Safe for any thread; does not block.
 */
final class Idempotency {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");
  private static final long OVERHEAD_BYTES = 512;

  /**
   * How much is kept.
   *
   * @param bytes of the answers' bodies, with some for what is around them
   */
  record Limits(int answers, long bytes, Duration keep) {
    static final Limits DEFAULT = new Limits(20_000, 32L << 20, Duration.ofHours(24));
  }

  private record Kept(String fingerprint, Answer answer, long atNanos) {
    long weight() {
      return OVERHEAD_BYTES + (answer.body() == null ? 0 : answer.body().length());
    }
  }

  private final Limits limits;
  private final LongSupplier nanoClock;
  private final Map<String, String> inFlight = new HashMap<>();
  // In the order of their answers, hence of their ends.
  private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>();
  private long weight;

  Idempotency(Limits limits, LongSupplier nanoClock) {
    this.limits = limits;
    this.nanoClock = nanoClock;
  }

  /** The key without quotes; a malformed one is a problem. */
  static String key(String header) {
    boolean quoted = header.length() > 2 && header.startsWith("\"") && header.endsWith("\"");
    String key = quoted ? header.substring(1, header.length() - 1) : header;
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.of(
          HttpCode.IDEMPOTENCY_KEY_INVALID,
          "header Idempotency-Key: found %d characters, expected 1 to 255 of visible ASCII"
              .formatted(key.length()));
    }
    return key;
  }

  /**
   * Does the work once for each key.
   *
   * @param key of an operation: the same key for another operation is another key
   * @param fingerprint of the request
   */
  Future<Answer> once(String key, String fingerprint, Supplier<Future<Answer>> work) {
    Answer known = begin(key, fingerprint);
    if (known != null) {
      return Future.succeededFuture(known.header("Idempotency-Replayed", "true"));
    }
    Future<Answer> answer;
    try {
      answer = work.get();
    } catch (RuntimeException e) {
      finish(key, fingerprint, null);
      throw e;
    }
    return answer.onComplete(done -> finish(key, fingerprint, done.result()));
  }

  private synchronized @Nullable Answer begin(String key, String fingerprint) {
    dropOld();
    Kept before = kept.get(key);
    String same = before == null ? inFlight.get(key) : before.fingerprint();
    if (same != null && !same.equals(fingerprint)) {
      throw ProblemException.of(
          HttpCode.IDEMPOTENCY_KEY_REUSED,
          "header Idempotency-Key: found a key of another request, expected a new one");
    }
    if (before != null) {
      return before.answer();
    }
    if (same != null) {
      throw ProblemException.of(
              HttpCode.IDEMPOTENCY_IN_FLIGHT,
              "header Idempotency-Key: the first request with this key is not answered yet")
          .retryAfter(Duration.ofSeconds(1));
    }
    inFlight.put(key, fingerprint);
    return null;
  }

  private synchronized void finish(String key, String fingerprint, @Nullable Answer answer) {
    inFlight.remove(key);
    if (answer != null && answer.status() < 500 && answer.status() != 429) {
      Kept one = new Kept(fingerprint, answer, nanoClock.getAsLong());
      kept.put(key, one);
      weight += one.weight();
      dropOld();
    }
  }

  private void dropOld() {
    long now = nanoClock.getAsLong();
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      Kept one = oldest.next();
      boolean over = kept.size() > limits.answers() || weight > limits.bytes();
      if (!over && now - one.atNanos() < limits.keep().toNanos()) {
        return;
      }
      oldest.remove();
      weight -= one.weight();
    }
  }

  synchronized int size() {
    return kept.size();
  }
}
