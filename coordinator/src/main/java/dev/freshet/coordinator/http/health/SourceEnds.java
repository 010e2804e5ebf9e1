// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** Where the topics of events end. Safe for any thread; waits on none. */
final class SourceEnds {
  private static final int LONGEST_MS = 5_000;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Admin admin;
  private final List<String> topics;

  /**
   * The ends of topics.
   *
   * @param admin stays the caller's to close
   */
  SourceEnds(Admin admin, List<String> topics) {
    this.admin = admin;
    this.topics = List.copyOf(topics);
  }

  /** The next offset of each partition; fails with a {@link ProblemException} in five seconds. */
  CompletionStage<Map<TopicPartition, Long>> read() {
    return admin
        .describeTopics(topics, new DescribeTopicsOptions().timeoutMs(LONGEST_MS))
        .allTopicNames()
        .toCompletionStage()
        .thenCompose(this::ends)
        .exceptionally(
            failure -> {
              throw ProblemException.of(
                      HttpCode.UNAVAILABLE,
                      "topics " + topics + ": Kafka does not answer: " + Stages.cause(failure))
                  .retryAfter(RETRY);
            });
  }

  private CompletionStage<Map<TopicPartition, Long>> ends(Map<String, TopicDescription> found) {
    Map<TopicPartition, OffsetSpec> all =
        found.values().stream()
            .flatMap(
                topic ->
                    topic.partitions().stream()
                        .map(each -> new TopicPartition(topic.name(), each.partition())))
            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
    return admin
        .listOffsets(all, new ListOffsetsOptions().timeoutMs(LONGEST_MS))
        .all()
        .toCompletionStage()
        .thenApply(
            ends ->
                ends.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset())));
  }
}
