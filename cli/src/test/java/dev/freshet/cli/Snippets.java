// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cache.Region;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.NodeLost;
import dev.freshet.events.state.CacheStateSubscriber;
import dev.freshet.events.state.Start;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.client.Reading;
import dev.freshet.registry.client.RegistryClient;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.LoadingRegion;
import dev.freshet.worker.source.jdbc.JdbcLoader;
import dev.freshet.worker.source.jdbc.JdbcSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The Java of the documents: {@link DocumentationIT} looks for it here, javac checks it. */
final class Snippets {
  /** What the examples cache. */
  record History(long userId) {}

  /** Where the examples load from. */
  interface Database {
    History history(long userId);

    boolean isReachable();
  }

  private Snippets() {}

  /** What the pages on sources load. */
  record Payments(long total) {}

  static LoadingRegion<Payments> loadFromADatabase(FreshetNode node, DataSource dataSource) {
    JdbcSource payments = JdbcSource.of("payments", dataSource).withTimeout(Duration.ofSeconds(30));
    LoadingRegion<Payments> recent =
        node.bulkRegion(
            "payment:recent",
            Payments.class,
            JdbcLoader.of(
                payments,
                "recent-payments",
                "select user_id as \"userId\", total from payments where user_id = any(:userId[])",
                row -> new Payments(row.getLong("total"))));
    return recent;
  }

  static @Nullable History embedANode(Database database) throws IOException {
    RegionCatalog regions = RuleBook.compile(RuleFiles.read(Path.of("rules"))).orThrow().regions();
    FreshetNode node =
        FreshetNode.builder("order-api-1")
            .kafka("localhost:9092")
            .registry("http://localhost:8081")
            .redis("redis://localhost:6379")
            .regions(regions)
            .start();
    Region<History> histories = node.region("order:history", History.class);

    History history = histories.get(Map.of("userId", 42), key -> database.history(42));
    return history;
  }

  static CacheStateSubscriber follow(@Nullable String last, Consumer<String> log) {
    CacheStateSubscriber subscriber =
        CacheStateSubscriber.builder("localhost:9092", "http://localhost:8081")
            .from(last == null ? Start.earliest() : Start.after(StreamCursor.parse(last)))
            .on(Invalidated.class, (event, what) -> log.accept(what.getTarget() + " is stale"))
            .on(NodeLost.class, (event, node) -> log.accept(node.getNode() + " is lost"))
            .onGap(gap -> log.accept("events from " + gap.from() + " on are gone"))
            .start();
    return subscriber;
  }

  static FreshetNode registerANode() {
    FreshetNode node =
        FreshetNode.builder("order-api-1")
            .kafka("localhost:9092")
            .registry("http://localhost:8081")
            .service("order-api")
            .owner("team-orders")
            .version("2.14.0")
            .publishes("order.created")
            .start();
    return node;
  }

  static RegistryClient registerAService(Database database) {
    RegistryClient client =
        RegistryClient.builder(
                "localhost:9092", "http://localhost:8081", new MemberId("billing", "billing-1"))
            .owner("team-billing")
            .publishes("bill.issued")
            .condition(
                "DatabaseReachable",
                () ->
                    database.isReachable()
                        ? Reading.holds("Answers")
                        : Reading.fails("Timeout", "no answer within 2 s"))
            .start();
    return client;
  }

  static void seeTheOthers(AvroCodec codec, Consumer<String> print)
      throws TimeoutException, InterruptedException {
    try (RegistryView view =
        RegistryView.follow(Map.of("bootstrap.servers", "localhost:9092"), Topics.DEFAULT, codec)) {
      view.awaitLoaded(Duration.ofSeconds(10));
      view.snapshot().live().forEach(member -> print.accept(member.id().toString()));
    }
  }
}
