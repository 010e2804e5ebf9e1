// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** What this coordinator did a second, over the last minute. Safe for any thread. */
final class Rates {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final Duration GAP = Duration.ofSeconds(5);

  private final MeterRegistry meters;
  private final LongSupplier nanoTicker;

  /** Guarded by this. */
  private final Deque<Totals> samples = new ArrayDeque<>();

  private record Totals(long atNanos, double events, double commands, double rejected) {}

  Rates(MeterRegistry meters, LongSupplier nanoTicker) {
    this.meters = meters;
    this.nanoTicker = nanoTicker;
    samples.add(totals());
  }

  private Totals totals() {
    return new Totals(
        nanoTicker.getAsLong(),
        total("freshet.events"),
        total("freshet.commands"),
        total("freshet.dlq"));
  }

  private double total(String meter) {
    return meters.find(meter).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** Takes a sample, if the last one is a while ago. To be called every few seconds. */
  synchronized void sample() {
    long nowNanos = nanoTicker.getAsLong();
    if (nowNanos - samples.getLast().atNanos() >= GAP.toNanos()) {
      samples.add(totals());
    }
    while (samples.size() > 1 && nowNanos - samples.getFirst().atNanos() > WINDOW.toNanos()) {
      samples.removeFirst();
    }
  }

  /** The schema {@code Rates} of the API document. */
  synchronized JsonObject toJson() {
    Totals first = samples.getFirst();
    Totals now = totals();
    double seconds = Math.max(1e-3, (now.atNanos() - first.atNanos()) / 1e9);
    return new JsonObject()
        .put("eventsPerSecond", rounded((now.events() - first.events()) / seconds))
        .put("commandsPerSecond", rounded((now.commands() - first.commands()) / seconds))
        .put("rejectedPerSecond", rounded((now.rejected() - first.rejected()) / seconds));
  }

  private static double rounded(double rate) {
    return Math.round(10 * rate) / 10.0;
  }
}
