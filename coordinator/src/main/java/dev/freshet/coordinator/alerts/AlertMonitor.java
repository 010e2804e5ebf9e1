// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import dev.freshet.events.avro.AlertRaised;
import dev.freshet.events.avro.AlertResolved;
import dev.freshet.registry.RegistrySnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds for what is wrong with caches. Safe for any thread; owns one daemon
 * thread, and {@link #alerts} never waits.
 */
public final class AlertMonitor implements AutoCloseable {
  /** As often as members send heartbeats. */
  static final Duration EVERY = Duration.ofSeconds(5);

  /** What regions did in the last minute counts. */
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(AlertMonitor.class);

  private final Parts parts;
  private final TrafficWindow window = new TrafficWindow(WINDOW);
  private final ScheduledExecutorService thread;

  /** Volatile: written by the monitor's thread alone. */
  private volatile AlertBook book = AlertBook.EMPTY;

  /** What this coordinator has reported. Belongs to the monitor's thread. */
  private AlertBook told = AlertBook.EMPTY;

  /**
   * What a monitor works on. All of it stays the caller's to close.
   *
   * @param snapshots the members; empty while the registry cannot be read
   * @param origin the name of this coordinator: it reports alerts while it keeps the registry
   * @param reports takes the subject and details of cache-state events; called by the monitor's
   *     thread, and may block for seconds
   */
  public record Parts(
      Supplier<Optional<RegistrySnapshot>> snapshots,
      AlertThresholds thresholds,
      String origin,
      BiConsumer<String, SpecificRecord> reports,
      InstantSource clock,
      MeterRegistry meters) {}

  private AlertMonitor(Parts parts) {
    this.parts = parts;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread daemon = new Thread(work, "freshet-alerts");
              daemon.setDaemon(true);
              return daemon;
            });
    for (AlertKind kind : AlertKind.values()) {
      Gauge.builder("freshet.alerts.raised", this, monitor -> monitor.raised(kind))
          .description("Alerts that are raised now")
          .tag("alert", kind.text())
          .register(parts.meters());
    }
  }

  /** A monitor that looks from now on. */
  public static AlertMonitor start(Parts parts) {
    AlertMonitor monitor = new AlertMonitor(parts);
    var unused =
        monitor.thread.scheduleWithFixedDelay(
            monitor::lookSafely, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return monitor;
  }

  /** A monitor that looks when it is told to. */
  static AlertMonitor idle(Parts parts) {
    return new AlertMonitor(parts);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("Alerts not evaluated, the last ones stand", e);
    }
  }

  /** Looks once. For one thread. */
  void look() {
    parts.snapshots().get().ifPresent(this::look);
  }

  private void look(RegistrySnapshot snapshot) {
    window.observe(snapshot);
    List<Finding> findings =
        AlertRules.evaluate(snapshot, window, parts.thresholds(), parts.clock().instant());
    AlertBook next = book.next(findings, parts.clock().instant());
    book = next;
    if (keepsRegistry(snapshot)) {
      next.since(told).forEach(this::report);
      told = next;
    } else {
      told = AlertBook.EMPTY;
    }
  }

  /**
   * All coordinators come to the same alerts; one is to tell. Whoever takes over tells all that are
   * raised: what the one before told last may have been lost with it.
   */
  private boolean keepsRegistry(RegistrySnapshot snapshot) {
    return snapshot
        .observer()
        .filter(observer -> observer.getObserver().equals(parts.origin()))
        .isPresent();
  }

  private void report(AlertBook.Change change) {
    Finding finding = change.alert().last();
    LOG.warn("Alert {}: {}", change.raised() ? "raised" : "resolved", finding.message());
    SpecificRecord details =
        change.raised()
            ? new AlertRaised(
                finding.name(),
                finding.kind().severity().text(),
                finding.value(),
                finding.threshold(),
                finding.message())
            : new AlertResolved(finding.name(), finding.value(), finding.threshold());
    parts.reports().accept(finding.name(), details);
  }

  /** The alerts of now as JSON: maps, texts, numbers; those raised, and those found once. */
  public List<Map<String, Object>> alerts() {
    return book.alerts().values().stream().map(Alert::toJson).toList();
  }

  /** How many alerts are raised. */
  public long raised() {
    return book.alerts().values().stream().filter(Alert::raised).count();
  }

  private long raised(AlertKind kind) {
    return book.alerts().values().stream()
        .filter(alert -> alert.raised() && alert.last().kind() == kind)
        .count();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
