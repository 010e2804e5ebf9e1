// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.doctor;

import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.Topics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Looks at the cluster, its features, the environment's topics and the broker's clock. */
final class KafkaExam {
  private static final int TIMEOUT_MS = 5_000;
  private static final String FEATURES = "features";

  /** The features that Freshet uses, and what for. */
  private static final Map<String, String> NEEDED = Map.of("share.version", "warm-up jobs");

  private final Map<String, Object> client;
  private final Topics topics;
  private final TopicCatalogue catalogue;
  private final InstantSource clock;

  KafkaExam(
      Map<String, Object> client, Topics topics, TopicCatalogue catalogue, InstantSource clock) {
    this.client = new HashMap<>(client);
    this.client.put("request.timeout.ms", TIMEOUT_MS);
    this.client.put("default.api.timeout.ms", TIMEOUT_MS);
    this.topics = topics;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  List<Finding> run() throws InterruptedException {
    String bootstrap = String.valueOf(client.get("bootstrap.servers"));
    List<Finding> findings = new ArrayList<>();
    try (Admin admin = Admin.create(client)) {
      findings.add(cluster(admin.describeCluster()));
      findings.addAll(features(admin));
      findings.addAll(topics(admin));
      brokerClock(admin).ifPresent(findings::add);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      findings.add(
          Finding.bad(
              "kafka",
              "no answer of " + bootstrap + " within 5 s: " + Reasons.of(e),
              "check --bootstrap, freshet.kafka.properties and whether a broker runs there"));
    }
    return findings;
  }

  private static Finding cluster(DescribeClusterResult cluster)
      throws InterruptedException, ExecutionException, TimeoutException {
    int brokers = get(cluster.nodes()).size();
    return Finding.good(
        "kafka",
        "cluster %s with %d broker%s"
            .formatted(get(cluster.clusterId()), brokers, brokers == 1 ? "" : "s"));
  }

  private static List<Finding> features(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    var finalized = get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
    List<Finding> findings = new ArrayList<>();
    Map<String, Short> levels = new TreeMap<>();
    finalized.forEach((name, range) -> levels.put(name, range.maxVersionLevel()));
    findings.add(Finding.good(FEATURES, levels.toString()));
    NEEDED.forEach(
        (name, use) -> {
          if (levels.getOrDefault(name, (short) 0) < 1) {
            findings.add(
                Finding.warning(
                    FEATURES,
                    name + " is off, and " + use + " need it",
                    "kafka-features.sh upgrade --feature " + name + "=1"));
          }
        });
    return findings;
  }

  private List<Finding> topics(Admin admin) {
    List<String> problems = catalogue.problems(admin);
    if (problems.isEmpty()) {
      return List.of(
          Finding.good("topics", "all %d are as they must be".formatted(catalogue.specs().size())));
    }
    return problems.stream()
        .map(
            problem ->
                Finding.bad(
                    "topics",
                    problem,
                    problem.contains("missing")
                        ? "start a coordinator: it makes them"
                        : "change the topic, or freshet.topics.* if the topic is right"))
        .toList();
  }

  private Optional<Finding> brokerClock(Admin admin) throws InterruptedException {
    TopicPartition heartbeats = new TopicPartition(topics.heartbeats(), 0);
    try {
      ListOffsetsResultInfo newest =
          get(
              admin
                  .listOffsets(Map.of(heartbeats, OffsetSpec.maxTimestamp()))
                  .partitionResult(heartbeats));
      return newest.timestamp() < 0
          ? Optional.empty()
          : Optional.of(Clocks.broker(Instant.ofEpochMilli(newest.timestamp()), clock.instant()));
    } catch (ExecutionException | TimeoutException e) {
      // A topic that is missing is said above, and nothing is known of the clock then.
      return Optional.empty();
    }
  }

  private static <T> T get(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
