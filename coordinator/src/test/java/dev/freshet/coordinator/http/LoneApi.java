// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import dev.freshet.coordinator.alerts.AlertMonitor;
import dev.freshet.coordinator.alerts.AlertThresholds;
import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.rulesets.ContentHash;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.http.management.Health;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * The API of a coordinator that neither maps nor keeps nor plans: what it reads is what a test has
 * written. Belongs to one thread.
 */
public final class LoneApi implements AutoCloseable {
  private static final String ORIGIN = "coordinator-1";

  private final Closer closer = new Closer();
  private final Topics topics = new Topics(Environments.unique());
  private final Map<String, Object> kafka =
      Map.of("bootstrap.servers", KafkaFixture.bootstrapServers());
  private final AvroCodec codec = closer.add(AvroCodec.forRegistry(RegistryFixture.url()));
  private final LogWriter log = closer.add(LogWriter.connect(kafka));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RuleBooks books = new RuleBooks(meters, control -> {});
  private final CoordinatorApi api;

  private LoneApi(Map<String, String> rules) {
    Admin admin = closer.add(Admin.create(kafka));
    TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
    rules.forEach(this::apply);
    books.caughtUp();
    api = closer.add(CoordinatorApi.start("127.0.0.1", 0, parts(admin)));
  }

  /**
   * An API in an environment of its own.
   *
   * @param rules the texts of the rule sets in force, by their names
   */
  public static LoneApi start(Map<String, String> rules) {
    return new LoneApi(rules);
  }

  private void apply(String name, String yaml) {
    RuleSetRevision revision =
        new RuleSetRevision(name, 1L, ContentHash.of(yaml), "ann", "", 0L, yaml, null, null, false);
    String topic = topics.rules();
    books.read(codec, new RecordAddress(topic, 0, 0), name, codec.encode(topic, revision));
  }

  private ApiParts parts(Admin admin) {
    InstantSource clock = InstantSource.system();
    RegistryView view = closer.add(RegistryView.follow(kafka, topics, codec));
    AlertMonitor alerts =
        closer.add(
            AlertMonitor.start(
                new AlertMonitor.Parts(
                    Optional::empty,
                    AlertThresholds.DEFAULT,
                    ORIGIN,
                    (subject, details) -> {},
                    clock,
                    meters)));
    ApiParts.Life life =
        new ApiParts.Life(
            "freshet-coordinator",
            log,
            view,
            alerts,
            () -> new Health(true, true, List.of()),
            () -> "");
    return new ApiParts(
        kafka,
        admin,
        codec,
        RegistryFixture.url(),
        topics,
        List.of(topics.events()),
        life,
        books,
        ORIGIN,
        clock,
        meters);
  }

  /** A client of it. */
  public ContractClient client() throws IOException, InterruptedException {
    return new ContractClient(api.port());
  }

  public Topics topics() {
    return topics;
  }

  public AvroCodec codec() {
    return codec;
  }

  /** Writes records. */
  public LogWriter log() {
    return log;
  }

  @Override
  public void close() {
    closer.close();
  }
}
