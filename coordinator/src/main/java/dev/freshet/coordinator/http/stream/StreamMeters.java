// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What the streams tell of themselves. Safe for any thread. */
final class StreamMeters {
  private final Counter sent;
  private final Counter dropped;

  StreamMeters(MeterRegistry meters, Supplier<Number> clients) {
    this.sent =
        Counter.builder("freshet.stream.sent")
            .description("Cache-state events sent to clients of the HTTP stream, to each of them")
            .register(meters);
    this.dropped =
        Counter.builder("freshet.stream.dropped")
            .description("Cache-state events that clients of the HTTP stream were too slow for")
            .register(meters);
    Gauge.builder("freshet.stream.clients", clients)
        .description("Clients of the HTTP stream")
        .register(meters);
  }

  void sent() {
    sent.increment();
  }

  void dropped(long count) {
    dropped.increment((double) count);
  }
}
