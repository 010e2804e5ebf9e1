// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.Screen;
import dev.freshet.cli.demo.purge.HitRates.Reads;
import dev.freshet.cli.demo.purge.Prices.Price;
import dev.freshet.cli.local.LocalStack;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupRun;
import dev.freshet.events.values.Receipt;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.LoadingRegion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * A purge followed by its warm-up, on running nodes. The regions are opened with their loader only
 * now, so that what was measured before was not disturbed. For one thread; blocks.
 */
public final class PurgeAct {
  private static final int ARTICLES = 5_000;
  private static final int HOT = 1_000;
  private static final int SHOP = 1;
  private static final long READS_BEFORE = 4_000;
  private static final long READS_AFTER = 2_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final int STEPS = 10;
  private static final int BAR = 24;

  private final LocalStack stack;
  private final List<FreshetNode> nodes;
  private final PurgeWatch watch;
  private final EventPublisher publisher;
  private final Screen screen;

  /**
   * An act on nodes that stand on a stack with {@link PriceRules}.
   *
   * @param watch listens to these nodes since they were started
   */
  public PurgeAct(
      LocalStack stack,
      List<FreshetNode> nodes,
      PurgeWatch watch,
      EventPublisher publisher,
      Screen screen) {
    this.stack = stack;
    this.nodes = List.copyOf(nodes);
    this.watch = watch;
    this.publisher = publisher;
    this.screen = screen;
  }

  /**
   * Runs it once.
   *
   * @throws CommandFailure if something does not happen in time
   */
  public PurgeOutcome run() throws Exception {
    try (WarmupTail tail = new WarmupTail(stack)) {
      List<LoadingRegion<Price>> regions =
          nodes.stream()
              .map(node -> node.bulkRegion(PriceRules.REGION, Price.class, watch.prices()))
              .toList();
      List<EntryKey> keys = keys(regions.get(0).region());
      fill(tail, regions, keys);
      try (HotReaders readers = HotReaders.start(regions, keys.subList(0, HOT), watch)) {
        readers.awaitReads(READS_BEFORE);
        nodes.forEach(FreshetNode::reportHotKeys);
        tail.awaitHotKeys(PriceRules.REGION, nodes.size(), TIMEOUT);
        return purge(tail, readers);
      }
    }
  }

  private static List<EntryKey> keys(Region<Price> region) {
    return IntStream.range(0, ARTICLES)
        .mapToObj(article -> region.key(Map.of("shop", SHOP, "article", article)))
        .toList();
  }

  /** L2 by a run that is started by hand, L1 of each node from L2. */
  private void fill(WarmupTail tail, List<LoadingRegion<Price>> regions, List<EntryKey> keys)
      throws InterruptedException {
    String name = PriceRules.SET + "." + UUID.randomUUID();
    long startNanos = System.nanoTime();
    tail.order(name, PriceRules.JOB, keys.stream().map(EntryKey::text).toList());
    WarmupRun run = tail.awaitEnd(each -> each.getRun().equals(name), this::progress, TIMEOUT);
    for (LoadingRegion<Price> region : regions) {
      int filled = region.region().fill(keys).size();
      if (filled < keys.size()) {
        throw new CommandFailure(
            "demo: found %d of %d prices in L1 after %s".formatted(filled, keys.size(), run));
      }
    }
    screen.line(
        "warmed       %,d prices by a run that was started by hand, in %.1f s"
            .formatted(run.getLoaded(), (System.nanoTime() - startNanos) / 1e9));
  }

  private void progress(WarmupRun run) {
    screen.progress("warming", run.getPresent() + run.getLoaded(), run.getKeys());
  }

  private PurgeOutcome purge(WarmupTail tail, HotReaders readers) throws Exception {
    HitRates rates = readers.rates();
    watch.prices().change();
    long atNanos = System.nanoTime();
    Receipt event = publish();
    WarmupRun run =
        tail.awaitEnd(
            each -> each.getJob().equals(PriceRules.JOB) && each.getTrigger() == RunTrigger.AFTER,
            this::progress,
            TIMEOUT);
    long endNanos = System.nanoTime();
    readers.awaitReads(READS_AFTER);
    Reads before = rates.between(atNanos - TimeUnit.MILLISECONDS.toNanos(500), atNanos);
    List<PurgeWatch.Step> steps = watch.steps(event);
    PurgeOutcome outcome =
        new PurgeOutcome(
            ARTICLES,
            steps.stream().map(PurgeWatch.Step::target).distinct().count(),
            run,
            TimeUnit.NANOSECONDS.toMillis(endNanos - atNanos),
            before,
            rates.between(atNanos, endNanos),
            rates.between(endNanos, System.nanoTime()),
            readers.staleReads());
    show(event, steps, atNanos, rates, outcome);
    return outcome;
  }

  private Receipt publish() throws Exception {
    DomainEvent event =
        DomainEvent.of(
            UUID.randomUUID().toString(), "/demo", PriceRules.EVENT, Map.of("shop", (long) SHOP));
    Receipt receipt = publisher.publish(event).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    for (FreshetNode node : nodes) {
      try {
        node.awaitApplied(receipt, TIMEOUT);
      } catch (TimeoutException e) {
        throw new CommandFailure(String.valueOf(e.getMessage()), e);
      }
    }
    return receipt;
  }

  private void show(
      Receipt event,
      List<PurgeWatch.Step> steps,
      long atNanos,
      HitRates rates,
      PurgeOutcome outcome) {
    screen.line("");
    screen.line("%s  %s".formatted(PriceRules.EVENT, event));
    for (PurgeWatch.Step step : steps) {
      screen.line(
          "  %s  %-38s stale after %6.2f ms"
              .formatted(
                  nodes.get(step.node()).name(), step.target(), (step.atNanos() - atNanos) / 1e6));
    }
    screen.line(rate("hit rate before", outcome.before()));
    for (int step = 0; step < STEPS && isUnderWay(step, outcome); step++) {
      long fromNanos = atNanos + step * STEP.toNanos();
      String time = "%d to %d ms".formatted(step * STEP.toMillis(), (step + 1) * STEP.toMillis());
      screen.line(rate(time, rates.between(fromNanos, fromNanos + STEP.toNanos())));
    }
    screen.line(rate("afterwards", outcome.afterwards()));
    screen.line(warmed(outcome.run()));
  }

  private static boolean isUnderWay(int step, PurgeOutcome outcome) {
    return step * STEP.toMillis() < outcome.warmUpMs();
  }

  private static String rate(String when, Reads reads) {
    double percent = reads.hitPercent();
    return "  %-18s %6.1f %%  %s".formatted(when, percent, "#".repeat((int) (BAR * percent / 100)));
  }

  private static String warmed(WarmupRun run) {
    long tookMs = Math.max(1, run.getEndedAtMs().orElse(0L) - run.getStartedAtMs().orElse(0L));
    return "  a job warmed the hottest %,d of %,d keys in %d ms, %,d a second: %s"
        .formatted(
            run.getKeys(),
            ARTICLES,
            tookMs,
            run.getKeys() * 1_000 / tookMs,
            "%,d loaded, %,d present".formatted(run.getLoaded(), run.getPresent()));
  }
}
