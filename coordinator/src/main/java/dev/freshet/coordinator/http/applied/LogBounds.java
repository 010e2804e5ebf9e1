// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.events.values.Receipt;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whether receipts name events that are there. Safe for any thread; waits on none. */
final class LogBounds {
  private static final int LONGEST_MS = 5_000;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Admin admin;
  private final Set<String> topics;

  /**
   * The bounds of topics.
   *
   * @param admin stays the caller's to close
   * @param topics those that events are mapped from
   */
  LogBounds(Admin admin, Set<String> topics) {
    this.admin = admin;
    this.topics = Set.copyOf(topics);
  }

  /** The receipt, or a {@link ProblemException} that says why there is no such event. */
  CompletionStage<Receipt> require(Receipt receipt) {
    if (!topics.contains(receipt.topic())) {
      return CompletableFuture.failedFuture(
          unknown(receipt, "found topic " + receipt.topic() + ", expected one of " + topics));
    }
    return partitions(receipt.topic())
        .thenCompose(partitions -> within(receipt, partitions))
        .exceptionally(failure -> translate(receipt, failure));
  }

  private CompletionStage<Integer> partitions(String topic) {
    DescribeTopicsOptions options = new DescribeTopicsOptions().timeoutMs(LONGEST_MS);
    return admin
        .describeTopics(List.of(topic), options)
        .allTopicNames()
        .toCompletionStage()
        .thenApply(
            found -> found.values().stream().mapToInt(each -> each.partitions().size()).sum());
  }

  /**
   * Asked of partitions that are there alone: for others the client would ask until its timeout.
   */
  private CompletionStage<Receipt> within(Receipt receipt, int partitions) {
    if (receipt.partition() >= partitions) {
      throw unknown(receipt, "the topic has " + partitions + " partitions");
    }
    return offset(receipt, OffsetSpec.earliest())
        .thenCombine(
            offset(receipt, OffsetSpec.latest()), (first, next) -> within(receipt, first, next));
  }

  private CompletionStage<Long> offset(Receipt receipt, OffsetSpec which) {
    TopicPartition partition = new TopicPartition(receipt.topic(), receipt.partition());
    ListOffsetsOptions options = new ListOffsetsOptions().timeoutMs(LONGEST_MS);
    return admin
        .listOffsets(Map.of(partition, which), options)
        .partitionResult(partition)
        .toCompletionStage()
        .thenApply(found -> found.offset());
  }

  static Receipt within(Receipt receipt, long first, long next) {
    if (receipt.offset() < first) {
      throw ProblemException.of(
          ApiCode.EXPIRED_RECEIPT,
          "receipt " + receipt + ": the topic begins at offset " + first + " now");
    }
    if (receipt.offset() >= next) {
      throw unknown(receipt, "the topic ends before offset " + next);
    }
    return receipt;
  }

  private static Receipt translate(Receipt receipt, Throwable failure) {
    Throwable cause = Stages.cause(failure);
    if (cause instanceof ProblemException known) {
      throw known;
    }
    throw ProblemException.of(
            HttpCode.UNAVAILABLE, "receipt " + receipt + ": Kafka does not answer: " + cause)
        .retryAfter(RETRY);
  }

  private static ProblemException unknown(Receipt receipt, String why) {
    return ProblemException.of(ApiCode.UNKNOWN_RECEIPT, "receipt " + receipt + ": " + why);
  }
}
