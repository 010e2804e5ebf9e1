// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What ties a request to logs and to its caller: the trace id of {@code traceparent} (W3C Trace
 * Context), else {@code X-Request-Id}, else a new one.
 */
final class Correlation {
  static final String MDC_KEY = "correlation";
  static final String HEADER = "X-Request-Id";

  private static final String CONTEXT_KEY = "freshet.correlation";
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");
  // What a client sends goes into logs and headers: nothing that could forge a line of either.
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");

  private Correlation() {}

  static String begin(RoutingContext context) {
    String id = read(context.request());
    context.put(CONTEXT_KEY, id);
    return id;
  }

  static String of(RoutingContext context) {
    String id = context.get(CONTEXT_KEY);
    return id == null ? begin(context) : id;
  }

  static String read(HttpServerRequest request) {
    return from(request.getHeader("traceparent"), request.getHeader(HEADER));
  }

  /** Runs with the id in the log's context; of this thread alone, later stages do not have it. */
  static <T> T call(String id, Callable<T> work) throws Exception {
    String before = MDC.get(MDC_KEY);
    MDC.put(MDC_KEY, id);
    try {
      return work.call();
    } finally {
      if (before == null) {
        MDC.remove(MDC_KEY);
      } else {
        MDC.put(MDC_KEY, before);
      }
    }
  }

  static String from(@Nullable String traceparent, @Nullable String requestId) {
    Matcher trace = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    if (trace.matches()) {
      return trace.group(1);
    }
    if (requestId != null && REQUEST_ID.matcher(requestId).matches()) {
      return requestId;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
