// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import dev.freshet.cli.Screen;
import dev.freshet.cli.bench.ground.Ground;
import dev.freshet.cli.bench.ground.Servers;
import dev.freshet.events.EventPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Runs profiles on a ground, whatever profile it is. For one thread; blocks. */
final class Engine {
  private static final Duration HEAD_START = Duration.ofMillis(50);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration APPLIED_WITHIN = Duration.ofSeconds(30);
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Servers servers;
  private final Ground ground;
  private final Screen screen;

  /**
   * An engine.
   *
   * @param screen has a line for each second
   */
  Engine(Servers servers, Ground ground, Screen screen) {
    this.servers = servers;
    this.ground = ground;
    this.screen = screen;
  }

  /**
   * Runs a profile once, with nodes of its own.
   *
   * @throws dev.freshet.cli.CommandFailure if the nodes do not get ready, or a thread fails
   */
  Outcome run(Profile profile, Load load) throws InterruptedException {
    Tally tally = new Tally();
    Source source = new Source(profile, load, tally);
    Ledger ledger = new Ledger(load.nodes(), source, tally);
    screen.status(profile.name() + ": starting " + load.nodes() + " nodes");
    try (Fleet fleet = Fleet.start(servers, ground, profile, load, ledger)) {
      fleet.empty();
      if (profile.isFilled()) {
        screen.status(profile.name() + ": filling");
        fleet.fill(source);
      }
      return new Measuring(profile, load, source, ledger, tally).run(fleet);
    }
  }

  private final class Measuring {
    private final Profile profile;
    private final Load load;
    private final Source source;
    private final Ledger ledger;
    private final Tally tally;
    private final List<Double> hitPercents = new ArrayList<>();

    Measuring(Profile profile, Load load, Source source, Ledger ledger, Tally tally) {
      this.profile = profile;
      this.load = load;
      this.source = source;
      this.ledger = ledger;
      this.tally = tally;
    }

    Outcome run(Fleet fleet) throws InterruptedException {
      long startNanos = System.nanoTime() + HEAD_START.toNanos();
      Writer.Times writes = times(load.eventsPerSecond(), profile.traffic().bursts(), startNanos);
      double readsPerNode = profile.readsPerSecond(load.eventsPerSecond()) / load.nodes();
      Writer.Times reads = times(readsPerNode, Bursts.NONE, startNanos);
      // The publisher waits at its end for all that it has sent.
      try (EventPublisher publisher = publisher();
          Crew crew = new Crew(1 + load.nodes() * Readers.CALLERS)) {
        for (Fleet.Member member : fleet.members()) {
          startReaders(crew, member, reads);
        }
        crew.start(
            "bench-writer", new Writer(crew, profile, source, publisher, ledger, tally, writes));
        watch(crew, startNanos);
      }
      screen.status(profile.name() + ": waiting for the last events");
      long notApplied = ledger.awaitApplied(APPLIED_WITHIN);
      var unused = tally.sample();
      Outcome.Asked asked = new Outcome.Asked(writes.count(), load.nodes() * reads.count());
      return Outcome.of(profile, load, asked, tally, notApplied, hitPercents);
    }

    private Writer.Times times(double perSecond, Bursts bursts, long startNanos) {
      Schedule schedule = new Schedule(perSecond, bursts);
      return new Writer.Times(schedule, startNanos, schedule.count(load.duration()));
    }

    private EventPublisher publisher() {
      EventPublisher.Builder builder =
          EventPublisher.builder(servers.kafka()).environment(ground.environment());
      servers.kafkaProperties().forEach(builder::producerProperty);
      return builder.build();
    }

    private void startReaders(Crew crew, Fleet.Member member, Writer.Times reads) {
      Versions floors = ledger.floors(member.number());
      Readers readers = new Readers(crew, member, profile.keys(), source, floors, tally, reads);
      for (int caller = 0; caller < Readers.CALLERS; caller++) {
        crew.start("bench-reader-%d-%d".formatted(member.number() + 1, caller + 1), readers);
      }
    }

    /** A line a second, until all is done or what is behind is too late. */
    private void watch(Crew crew, long startNanos) throws InterruptedException {
      long endNanos = startNanos + load.duration().plus(LATE).toNanos();
      boolean done = false;
      for (long second = 1; !done && System.nanoTime() - endNanos < 0; second++) {
        done = crew.awaitDone(startNanos + second * SECOND_NANOS);
        Tally.Sample sample = tally.sample();
        boolean isAsked = second <= load.duration().toSeconds();
        if (isAsked && sample.counts().reads() > 0) {
          hitPercents.add(sample.counts().hitPercent());
        }
        if (isAsked || !done) {
          show(second, sample);
        }
      }
    }

    private void show(long second, Tally.Sample sample) {
      Tally.Counts counts = sample.counts();
      String line =
          String.format(
              Locale.ROOT,
              "%-17s %3d/%d s  events %,d  applied p50 %s p99 %s ms  reads %,d  hits %.1f %%  loads %,d  stale %,d  errors %,d",
              profile.name(),
              second,
              load.duration().toSeconds(),
              counts.published(),
              ms(sample.applyTimes(), 50),
              ms(sample.applyTimes(), 99),
              counts.reads(),
              counts.reads() == 0 ? 0 : counts.hitPercent(),
              counts.loads(),
              counts.stale(),
              counts.errors());
      if (screen.live()) {
        screen.status(line);
      } else {
        screen.line(line);
      }
    }

    private static String ms(Histogram times, double percent) {
      return times.getTotalCount() == 0
          ? "-"
          : String.format(Locale.ROOT, "%.2f", times.getValueAtPercentile(percent) / 1e6);
    }
  }
}
