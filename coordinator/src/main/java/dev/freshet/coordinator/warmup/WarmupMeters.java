// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import dev.freshet.coordinator.streams.SparseLog;
import dev.freshet.coordinator.warmup.plan.Figures;
import dev.freshet.coordinator.warmup.plan.PlanChange;
import dev.freshet.events.avro.RunState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, and names what is wrong. Counting belongs to one thread; gauges are for any. */
final class WarmupMeters {
  /** Jobs come from rule files: those beyond count as one. */
  static final int MOST_JOBS = 500;

  static final String OTHER = "other";

  private static final Logger LOG = LoggerFactory.getLogger(WarmupMeters.class);
  private static final List<RunState> OPEN =
      List.of(RunState.WAITING, RunState.LISTING, RunState.RUNNING);

  private final MeterRegistry meters;
  private final SparseLog log;
  private final Set<String> jobs = new HashSet<>();
  private volatile Figures figures = Figures.NOTHING;

  WarmupMeters(MeterRegistry meters, LongSupplier nanoTicker) {
    this.meters = meters;
    this.log = new SparseLog(nanoTicker);
    for (RunState state : OPEN) {
      gauge(
          "freshet.warmup.runs",
          "Runs that have not ended",
          all -> all.runs().getOrDefault(state, 0),
          "state",
          lower(state));
    }
    gauge("freshet.warmup.tasks.out", "Tasks that are handed out", Figures::tasksInFlight);
    gauge("freshet.warmup.keys.waiting", "Keys that wait to be handed out", Figures::keysWaiting);
    gauge(
        "freshet.warmup.longest.wait.seconds",
        "For how long the run waits that has waited longest",
        all -> all.longestWait().toMillis() / 1_000.0);
  }

  private void gauge(
      String name, String description, ToDoubleFunction<Figures> value, String... tags) {
    Gauge.builder(name, this, self -> value.applyAsDouble(self.figures))
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(meters);
  }

  /** How much there is to do now. */
  void planned(Figures now) {
    figures = now;
  }

  /** Another plans from now on. */
  void handedOver() {
    figures = Figures.NOTHING;
  }

  void count(PlanChange change) {
    if (change instanceof PlanChange.HandedOut) {
      meters.counter("freshet.warmup.planned.tasks", "outcome", "handed-out").increment();
    } else if (change instanceof PlanChange.TaskEnded task) {
      meters.counter("freshet.warmup.planned.tasks", "outcome", lower(task.end())).increment();
    } else if (change instanceof PlanChange.RunEnded run) {
      meters
          .counter(
              "freshet.warmup.runs.ended",
              "job",
              bounded(run.job().toString()),
              "state",
              lower(run.state()))
          .increment();
    } else if (change instanceof PlanChange.Missed missed) {
      meters
          .counter("freshet.warmup.runs.missed", "job", bounded(missed.job().toString()))
          .increment();
    } else if (change instanceof PlanChange.Rejected rejected) {
      rejected(rejected.reason().code(), rejected.message());
    }
  }

  private String bounded(String job) {
    return jobs.contains(job) || (jobs.size() < MOST_JOBS && jobs.add(job)) ? job : OTHER;
  }

  /** Something was not taken; each is counted, and one a second is named. */
  void rejected(String reason, String message) {
    meters.counter("freshet.warmup.rejected", "reason", reason).increment();
    log.next()
        .ifPresent(
            silent ->
                LOG.warn("Planning of warm-up: {} reason={} unnamed={}", message, reason, silent));
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
