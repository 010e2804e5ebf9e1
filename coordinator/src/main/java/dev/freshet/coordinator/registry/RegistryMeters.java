// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.registry;

import dev.freshet.coordinator.streams.SparseLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and names what is wrong. Safe for any thread. */
final class RegistryMeters {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryMeters.class);

  private final MeterRegistry meters;
  private final AtomicInteger impaired = new AtomicInteger();
  private final SparseLog log;

  RegistryMeters(MeterRegistry meters, LongSupplier nanoTicker) {
    this.meters = meters;
    this.log = new SparseLog(nanoTicker);
    Gauge.builder("freshet.registry.impaired", impaired, AtomicInteger::get)
        .description("1 while so many members are silent that none of them expires, else 0")
        .strongReference(true)
        .register(meters);
  }

  /** Something was not taken, or is strange; each is counted, and one a second is named. */
  void rejected(String reason, String message) {
    meters.counter("freshet.registry.rejected", "reason", reason).increment();
    log.next()
        .ifPresent(
            silent -> LOG.warn("Registry: {} reason={} unnamed={}", message, reason, silent));
  }

  /** Another keeps the registry from now on. */
  void handedOver() {
    impaired.set(0);
  }

  void impaired(boolean now) {
    if (impaired.getAndSet(now ? 1 : 0) != (now ? 1 : 0)) {
      LOG.warn("Registry: {}", now ? "too many members fell silent at once" : "trusted again");
    }
  }
}
