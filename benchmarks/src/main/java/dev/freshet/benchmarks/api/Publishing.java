// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The same hundred events, over HTTP and by the library: each call is stored when it returns. */
final class Publishing {
  static final int BATCH = 100;
  private static final String TYPE = "application/cloudevents-batch+json";
  private static final String EVENT =
      """
      {"specversion":"1.0","id":"e-%1$d","source":"/payments","type":"payment.success",\
      "subject":"user-%1$d","data":{"userId":%1$d,"billId":"b-%1$d","amount":9.5}}""";

  private Publishing() {}

  static Callable<Void> overHttp(int port) throws IOException {
    String body =
        IntStream.range(0, BATCH).mapToObj(EVENT::formatted).collect(Collectors.joining(","));
    return ClosedLoop.post(port, "/api/v1/events/batch", TYPE, ("[" + body + "]").getBytes(UTF_8))
        .connect();
  }

  static Callable<Void> by(EventPublisher publisher) {
    List<DomainEvent> events = IntStream.range(0, BATCH).mapToObj(Publishing::event).toList();
    return () -> {
      List<CompletableFuture<Receipt>> receipts = events.stream().map(publisher::publish).toList();
      receipts.forEach(CompletableFuture::join);
      return null;
    };
  }

  private static DomainEvent event(int number) {
    return new DomainEvent(
        "e-" + number,
        "/payments",
        "payment.success",
        "user-" + number,
        null,
        Map.of(),
        Map.of("userId", (long) number, "billId", "b-" + number, "amount", 9.5));
  }
}
