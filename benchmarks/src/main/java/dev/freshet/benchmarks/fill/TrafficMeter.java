// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.fill;

import dev.freshet.benchmarks.harness.Pace;
import dev.freshet.benchmarks.peers.Cluster;
import dev.freshet.benchmarks.peers.Listening;
import dev.freshet.events.topics.Topics;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Counts what a cluster has carried, by what its servers say. For one thread. */
final class TrafficMeter implements AutoCloseable {
  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+),.*");

  /** What keeps connections alive, and what asks for these numbers. */
  private static final Set<String> NOT_WORK = Set.of("info", "ping");

  private static final Set<String> PUBLICATIONS = Set.of("publish", "spublish");
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final int MOST_WAITS = 300;

  private final Cluster cluster;
  private final String commandLog;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> redis;
  private final Admin kafka;

  TrafficMeter(Cluster cluster) {
    this.cluster = cluster;
    this.commandLog = new Topics(cluster.servers().environment()).commands();
    this.client = RedisClient.create(cluster.servers().redis());
    this.redis = client.connect();
    this.kafka = Admin.create(Map.of("bootstrap.servers", cluster.servers().kafka()));
  }

  /** All that was carried so far; waits until nothing is under way any more. */
  Traffic settled() throws Exception {
    Traffic before = now();
    for (int wait = 0; wait < MOST_WAITS; wait++) {
      Pace.rest(QUIET);
      Traffic after = now();
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    throw new IllegalStateException(
        "%s: found something carried still after %d waits, expected it to end"
            .formatted(cluster.kind(), MOST_WAITS));
  }

  private Traffic now() throws Exception {
    Map<String, Long> calls = calls();
    long commands = calls.values().stream().mapToLong(Long::longValue).sum();
    long published = PUBLICATIONS.stream().mapToLong(name -> calls.getOrDefault(name, 0L)).sum();
    return new Traffic(commands, published + recorded() + heard());
  }

  private Map<String, Long> calls() {
    Map<String, Long> calls = new HashMap<>();
    redis
        .sync()
        .info("commandstats")
        .lines()
        .map(CALLS::matcher)
        .filter(Matcher::matches)
        .filter(line -> !NOT_WORK.contains(line.group(1)))
        .forEach(line -> calls.put(line.group(1), Long.parseLong(line.group(2))));
    return calls;
  }

  /** Records of the command log; none where there is no such log. */
  private long recorded() throws ExecutionException, InterruptedException {
    if (!kafka.listTopics().names().get().contains(commandLog)) {
      return 0;
    }
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (TopicDescription topic :
        kafka.describeTopics(Set.of(commandLog)).allTopicNames().get().values()) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        ends.put(new TopicPartition(commandLog, partition.partition()), OffsetSpec.latest());
      }
    }
    return kafka.listOffsets(ends).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  private long heard() {
    return cluster.nodes().stream()
        .filter(Listening.class::isInstance)
        .mapToLong(node -> ((Listening) node).heard())
        .sum();
  }

  @Override
  public void close() {
    redis.close();
    client.shutdown();
    kafka.close();
  }
}
