// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import dev.freshet.testkit.FakeClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Two nodes that follow one command log and share L2, each with its API. Safe for any thread. */
final class TwoNodes implements AutoCloseable {
  static final NodeHttpSettings SETTINGS =
      NodeHttpSettings.DEFAULT.withPort(0).with(new NodeHttpSettings.Limits(10_000, 50));

  /** A value of a service, in a region that the service reads, too. */
  record Payment(String id, int total) {}

  private final AtomicInteger keys = new AtomicInteger();

  /** The time of both. */
  final FakeClock clock = FakeClock.create();

  private final L2Store store = L2Store.inMemory(clock.nanoTicker()::getAsLong);
  private final LocalNode second = new LocalNode(store, clock);
  private final NodeHttp firstHttp;
  private final NodeHttp secondHttp;

  /** The one that answers {@link #api}. */
  final LocalNode first = new LocalNode(store, clock);

  TwoNodes() {
    for (LocalNode node : List.of(first, second)) {
      node.log = this::apply;
      node.open(RegionSettings.of("item", "item:{id}").withTags("all:items"), Codec.jsonText());
      node.open(RegionSettings.of("image", "image:{id}"), Codec.bytes());
      node.open(RegionSettings.of("payment", "payment:{id}"), Codec.json(Payment.class));
      node.open(
          RegionSettings.of("absent", "absent:{id}")
              .with(Lifetime.of(Duration.ofMinutes(1)).withAbsentTtl(Duration.ofMinutes(1))),
          Codec.jsonText());
    }
    firstHttp = serve(first, SETTINGS);
    secondHttp = serve(second, SETTINGS);
  }

  /** Serves a node, for which time passes as its clock says. */
  static NodeHttp serve(LocalNode node, NodeHttpSettings settings) {
    return NodeHttp.serve(
        node, settings, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), node.ticker());
  }

  /** A key that no test had before. Ends in a letter: none is another with something behind it. */
  String newKey() {
    return "item:" + keys.incrementAndGet() + "x";
  }

  /** Where the first one is served. */
  int port() {
    return firstHttp.port();
  }

  Api api() {
    return new Api(firstHttp.port());
  }

  Api other() {
    return new Api(secondHttp.port());
  }

  /** A command that comes from the log, of whomever: it has one position, the same on each node. */
  synchronized CompletableFuture<Position> apply(Target target) {
    Position unused = first.apply(target).join();
    return second.apply(target);
  }

  @Override
  public void close() {
    firstHttp.close();
    secondHttp.close();
    first.close();
    second.close();
  }
}
