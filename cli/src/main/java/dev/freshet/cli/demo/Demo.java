// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.CommandFailure;
import dev.freshet.cli.Screen;
import dev.freshet.cli.demo.oracle.EventMaker;
import dev.freshet.cli.demo.oracle.Keyspace;
import dev.freshet.cli.demo.oracle.Oracle;
import dev.freshet.cli.demo.oracle.Slot;
import dev.freshet.cli.demo.oracle.Source;
import dev.freshet.cli.demo.oracle.World;
import dev.freshet.cli.demo.purge.PurgeAct;
import dev.freshet.cli.demo.purge.PurgeOutcome;
import dev.freshet.cli.demo.purge.PurgeWatch;
import dev.freshet.cli.local.LocalStack;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import dev.freshet.rules.RuleBook;
import dev.freshet.worker.CommandListener;
import dev.freshet.worker.FreshetNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * One demonstration on a running stack: fill, publish, measure, verify. For one thread; blocks.
 *
 * <p>Freshet's events and the records of the bare relay go out interleaved, half an interval apart,
 * at the same rate to the same broker: whatever disturbs the one disturbs the other.
 */
public final class Demo implements AutoCloseable {
  private static final int NODES = 2;
  private static final int FILLERS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final byte[] RELAY_PAYLOAD = new byte[100];

  private final DemoSettings settings;
  private final LocalStack stack;
  private final Screen screen;
  private final Keyspace keyspace;
  private final Source source;
  private final Ledger ledger;
  private final PurgeWatch purge = new PurgeWatch(NODES);
  private final List<DemoNode> nodes;
  private final EventPublisher publisher;
  private final Traffic traffic;

  /** Starts the nodes; they join in the background. */
  public Demo(DemoSettings settings, LocalStack stack, Screen screen) {
    this.settings = settings;
    this.stack = stack;
    this.screen = screen;
    World world = new World(settings.users());
    this.keyspace = Keyspace.of(RuleBook.compile(settings.rules()).book().regions(), world);
    this.source = new Source(keyspace.size());
    this.ledger = new Ledger(NODES, keyspace.size());
    this.nodes =
        IntStream.range(0, NODES)
            .mapToObj(this::startNode)
            .map(node -> new DemoNode(node, keyspace))
            .toList();
    this.publisher =
        EventPublisher.builder(stack.kafka())
            .environment(stack.environment())
            .schemaRegistry(stack.registry())
            .build();
    this.traffic =
        new Traffic(
            new EventMaker(world, settings.seed()),
            new Oracle(keyspace),
            source,
            ledger,
            publisher);
  }

  private FreshetNode startNode(int number) {
    CommandListener ofEvents = ledger.listener(number);
    CommandListener ofPurge = purge.listener(number);
    return stack.startNode(
        "node-" + (number + 1),
        node ->
            node.listener(
                command -> {
                  ofEvents.applied(command);
                  ofPurge.applied(command);
                }));
  }

  /**
   * Runs it once.
   *
   * @throws CommandFailure if events are not applied in time
   */
  public DemoSummary run() throws Exception {
    for (DemoNode node : nodes) {
      node.node().awaitReady(TIMEOUT);
    }
    int records = settings.warmUpEvents() + settings.events();
    try (Relay relay = startRelay(records)) {
      publishMixed("warming up", settings.warmUpEvents(), relay);
      awaitApplied();
      fill();
      ledger.startMeasuring();
      Readers readers = Readers.start(nodes, keyspace, source, ledger);
      try (readers) {
        show("payment.success");
        show("user.updated");
        publishMixed("publishing", settings.events(), relay);
        awaitApplied();
      }
      return summary(readers, relay.await(settings.warmUpEvents(), TIMEOUT));
    }
  }

  private Relay startRelay(int records) throws Exception {
    Path state = stack.stateDirectory().resolve("relay");
    return Relay.start(stack.kafka(), stack.environment(), stack.eventPartitions(), records, state);
  }

  /** Every entry on every node, through the path that a service uses. */
  private void fill() throws Exception {
    long total = (long) NODES * keyspace.size();
    long startNanos = System.nanoTime();
    for (DemoNode node : nodes) {
      List<CompletableFuture<Void>> fillers = new ArrayList<>();
      for (int i = 0; i < FILLERS; i++) {
        int first = i;
        fillers.add(CompletableFuture.runAsync(() -> fill(node, first)));
      }
      for (CompletableFuture<Void> filler : fillers) {
        filler.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      }
      screen.progress("filling " + node.name(), keyspace.size(), keyspace.size());
    }
    screen.line(
        "filled       %,d entries on %d nodes, L1 and L2, in %.1f s"
            .formatted(total, NODES, secondsSince(startNanos)));
  }

  private void fill(DemoNode node, int first) {
    List<Slot> slots = keyspace.slots();
    for (int i = first; i < slots.size(); i += FILLERS) {
      int slot = slots.get(i).index();
      node.get(slot, key -> new Row(key.text(), source.fill(slot)));
    }
  }

  /** One event alone, with what it does on each node. */
  private void show(String type) throws Exception {
    Applied applied;
    try {
      Traffic.Sent sent = traffic.publish(type);
      sent.stored().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      applied = sent.applied().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      screen.line(type + "  not all of its commands were applied within " + TIMEOUT);
      return;
    }
    screen.line("");
    screen.line("%s  %s".formatted(type, applied.receipt()));
    for (Applied.Step step : applied.commands()) {
      screen.line(
          "  %s  %-38s stale after %6.2f ms"
              .formatted(nodes.get(step.node()).name(), step.target(), step.afterNanos() / 1e6));
    }
  }

  private void publishMixed(String work, int count, Relay relay) throws Exception {
    Pace pace = new Pace(2 * settings.eventsPerSecond());
    List<CompletableFuture<?>> sent = new ArrayList<>(count);
    long startNanos = System.nanoTime();
    for (int i = 1; i <= count; i++) {
      pace.await();
      sent.add(traffic.publish().stored());
      pace.await();
      relay.send(RELAY_PAYLOAD);
      if (i % 10 == 0) {
        screen.progress(work, i, count);
      }
    }
    for (CompletableFuture<?> one : sent) {
      one.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
    screen.line(
        "%-12s %,d mixed events at %d/s, as many through the relay, in %.1f s"
            .formatted(work, count, settings.eventsPerSecond(), secondsSince(startNanos)));
  }

  private void awaitApplied() throws InterruptedException {
    for (DemoNode node : nodes) {
      for (Receipt receipt : ledger.newest()) {
        try {
          node.node().awaitApplied(receipt, TIMEOUT);
        } catch (TimeoutException e) {
          throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
      }
    }
  }

  private DemoSummary summary(Readers readers, Latencies relay) {
    List<String> wrong = new ArrayList<>();
    for (DemoNode node : nodes) {
      Verifier.verify(node, keyspace, source).forEach(key -> wrong.add(key.describe()));
    }
    WrongKey stale = readers.example();
    if (stale != null) {
      screen.line("stale read   " + stale.describe());
    }
    long changed =
        keyspace.slots().stream()
            .filter(slot -> source.version(slot.index()) > source.filled(slot.index()))
            .count();
    Latencies latencies = ledger.latencies();
    return new DemoSummary(
        settings.events() + 2L,
        ledger.commands(),
        NODES,
        keyspace.size(),
        changed,
        readers.reads(),
        wrong,
        readers.staleReads(),
        latencies.percentileMs(50),
        latencies.percentileMs(99),
        relay.percentileMs(50),
        relay.percentileMs(99));
  }

  /**
   * A purge of many keys by one command, and the warm-up that follows it. To be called after {@link
   * #run}, on a stack that has the rules of the act, too.
   *
   * @throws CommandFailure if it does not go on in time
   */
  public PurgeOutcome purge() throws Exception {
    List<FreshetNode> all = nodes.stream().map(DemoNode::node).toList();
    return new PurgeAct(stack, all, purge, publisher, screen).run();
  }

  /** Goes on publishing until interrupted, with a line a second on how it goes. */
  public void goOn() {
    Pace pace = new Pace(settings.eventsPerSecond());
    long events = 0;
    try (Readers readers = Readers.start(nodes, keyspace, source, ledger)) {
      ledger.startMeasuring();
      while (!Thread.currentThread().isInterrupted()) {
        pace.await();
        var unused = traffic.publish();
        if (++events % settings.eventsPerSecond() == 0) {
          report(events, readers);
          ledger.latencies().clear();
        }
      }
    }
  }

  private void report(long events, Readers readers) {
    Latencies latencies = ledger.latencies();
    String status =
        String.format(
            Locale.ROOT,
            "events %,d  commands %,d  reads %,d  stale %d  p50 %.2f ms  p99 %.2f ms",
            events,
            ledger.commands(),
            readers.reads(),
            readers.staleReads(),
            latencies.percentileMs(50),
            latencies.percentileMs(99));
    if (screen.live()) {
      screen.status(status);
    } else {
      screen.line(status);
    }
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  /** Closes the publisher; the nodes belong to the stack. */
  @Override
  public void close() {
    publisher.close();
  }
}
