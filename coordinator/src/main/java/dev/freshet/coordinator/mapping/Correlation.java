// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.DomainEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.slf4j.MDC;

/**
 * What ties a log line to the event that it is about, and to all else that happened for the same
 * reason: the trace id of {@code traceparent} (W3C Trace Context), as a header or as the extension
 * of CloudEvents; else the id of the event; else where its record stands. Computed only for what is
 * logged. Stateless.
 */
final class Correlation {
  private static final String MDC_KEY = "correlation";
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  private Correlation() {}

  /** Of an event that was decoded. */
  static String of(InFlight.Source source, DomainEvent event) {
    return traceId(text(source.content().headers(), TRACEPARENT))
        .or(() -> traceId(Optional.ofNullable(event.extensions().get(TRACEPARENT))))
        .orElse(event.id());
  }

  /** Of a record that may be no event. */
  static String of(InFlight.Source source) {
    Headers headers = source.content().headers();
    return traceId(text(headers, TRACEPARENT))
        .or(() -> traceId(text(headers, "ce_" + TRACEPARENT)))
        .or(() -> text(headers, "ce_id"))
        .orElseGet(() -> source.address().toString());
  }

  /** Has what is logged meanwhile, on this thread, carry it. */
  static void during(String correlation, Runnable logging) {
    MDC.put(MDC_KEY, correlation);
    try {
      logging.run();
    } finally {
      MDC.remove(MDC_KEY);
    }
  }

  private static Optional<String> traceId(Optional<String> traceparent) {
    return traceparent.map(TRACE::matcher).filter(Matcher::matches).map(found -> found.group(1));
  }

  private static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .filter(text -> !text.isEmpty());
  }
}
