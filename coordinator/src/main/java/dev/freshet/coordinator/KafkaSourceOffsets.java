// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.progress.SourceOffsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster for the ends of the source partitions, again and again, on a thread of its own.
 * Whenever there are other partitions than before, lets the changelog of held commands grow. While
 * the cluster does not answer the last view stands, and grows old: nodes see that. Safe for any
 * thread.
 */
final class KafkaSourceOffsets implements SourceOffsets, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSourceOffsets.class);

  /**
   * How long what the group says is good for, while no event comes and no task begins here: then
   * nothing that depends on it changes.
   */
  private static final long GROUP_NANOS = Duration.ofSeconds(10).toNanos();

  private static final Said NOTHING = new Said(Map.of(), Map.of(), 0);

  private final Admin admin;
  private final String group;
  private final List<String> topics;
  private final InstantSource clock;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshet-source-offsets");
            thread.setDaemon(true);
            return thread;
          });
  private volatile View latest = View.UNKNOWN;

  /** What the group has said last. Only who refreshes sees it: one at a time. */
  private Said said = NOTHING;

  /** Of the topics, as they were found last; empty if they were not. As above. */
  private Set<Uuid> ids = Set.of();

  private final AtomicBoolean taskBegun = new AtomicBoolean();

  /**
   * How far the group has come, and who has which partition. It stays true: what was mapped is.
   *
   * @param mapped what was committed before it was asked for the mappers
   */
  private record Said(
      Map<TopicPartition, Long> mapped, Map<TopicPartition, String> mappers, long atNanos) {

    /** Whether it says all there is to say: every partition is mapped to its end, by somebody. */
    boolean isSettled(Map<TopicPartition, Long> ends) {
      return mapped.equals(ends) && mappers.keySet().containsAll(ends.keySet());
    }
  }

  private volatile boolean failing;

  private KafkaSourceOffsets(Admin admin, String group, List<String> topics, InstantSource clock) {
    this.admin = admin;
    this.group = group;
    this.topics = topics;
    this.clock = clock;
  }

  /**
   * Asks a first time, and blocks for it.
   *
   * @throws KafkaException if a topic is missing or the cluster does not answer
   */
  static KafkaSourceOffsets start(
      Admin admin, String group, List<String> topics, Duration interval, InstantSource clock) {
    KafkaSourceOffsets offsets = new KafkaSourceOffsets(admin, group, topics, clock);
    offsets.refresh();
    offsets.schedule(interval);
    return offsets;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // refreshOrLog lets nothing out
  private void schedule(Duration interval) {
    long ms = interval.toMillis();
    executor.scheduleWithFixedDelay(this::refreshOrLog, ms, ms, TimeUnit.MILLISECONDS);
  }

  @Override
  public View latest() {
    return latest;
  }

  @Override
  public void taskBegun() {
    taskBegun.set(true);
  }

  private void refreshOrLog() {
    try {
      refresh();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing && !executor.isShutdown()) {
        failing = true;
        LOG.warn("Source offsets unknown, closed time stands still: topics={}", topics, e);
      }
    }
  }

  private void refresh() {
    Instant askedAt = clock.instant();
    // Both at once, and the ends again if there are other partitions than were asked for.
    Map<String, Integer> known = latest.partitions();
    KafkaFuture<Collection<TopicDescription>> described = described();
    var listed = listed(all(known), OffsetSpec.latest());
    Map<String, Integer> partitions = partitions(described);
    Map<TopicPartition, Long> ends;
    if (partitions.equals(known)) {
      ends = offsets(listed);
    } else {
      // Before Streams comes to know it, which would stop mapping until the changelog is as large.
      HeldChangelog.grow(admin, group, partitions);
      ends = offsets(listed(all(partitions), OffsetSpec.latest()));
    }
    if (taskBegun.getAndSet(false)) {
      // Asked for until it is known, however often that fails.
      said = NOTHING;
    }
    if (!said.isSettled(ends) || System.nanoTime() - said.atNanos() >= GROUP_NANOS) {
      Map<TopicPartition, Long> mapped = mapped(ends.keySet());
      // Last: whoever has a partition now has had it when the offset was committed, or somebody
      // before has. A task that was replaced never gets it back without beginning anew.
      said = new Said(mapped, mappers(), System.nanoTime());
    }
    Map<TopicPartition, Range> ranges = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          Long mappedUntil = said.mapped().get(partition);
          if (mappedUntil != null) {
            ranges.put(
                partition, new Range(mappedUntil, end, said.mappers().getOrDefault(partition, "")));
          }
        });
    latest = new View(askedAt, partitions, ranges);
  }

  /** By their ids once these are known, because for names the client asks for the cluster first. */
  private KafkaFuture<Collection<TopicDescription>> described() {
    return ids.isEmpty()
        ? admin.describeTopics(topics).allTopicNames().thenApply(Map::values)
        : admin
            .describeTopics(TopicCollection.ofTopicIds(ids))
            .allTopicIds()
            .thenApply(Map::values);
  }

  private Map<String, Integer> partitions(KafkaFuture<Collection<TopicDescription>> described) {
    Collection<TopicDescription> found;
    try {
      found = get(described);
    } catch (UnknownTopicIdException recreated) {
      ids = Set.of();
      found = get(described());
    }
    ids = found.stream().map(TopicDescription::topicId).collect(Collectors.toSet());
    Map<String, Integer> partitions = new HashMap<>();
    found.forEach(topic -> partitions.put(topic.name(), topic.partitions().size()));
    return partitions;
  }

  private static List<TopicPartition> all(Map<String, Integer> partitions) {
    return partitions.entrySet().stream()
        .flatMap(
            topic ->
                IntStream.range(0, topic.getValue())
                    .mapToObj(partition -> new TopicPartition(topic.getKey(), partition)))
        .toList();
  }

  private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> listed(
      Collection<TopicPartition> partitions, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> question = new HashMap<>();
    partitions.forEach(partition -> question.put(partition, which));
    return admin.listOffsets(question).all();
  }

  private static Map<TopicPartition, Long> offsets(
      KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> listed) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    get(listed).forEach((partition, info) -> offsets.put(partition, info.offset()));
    return offsets;
  }

  /** The group's offsets; where it has none it begins at the beginning. */
  private Map<TopicPartition, Long> mapped(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> committed = committed();
    List<TopicPartition> without =
        partitions.stream().filter(partition -> !committed.containsKey(partition)).toList();
    if (!without.isEmpty()) {
      committed.putAll(offsets(listed(without, OffsetSpec.earliest())));
    }
    return committed;
  }

  private Map<TopicPartition, Long> committed() {
    Map<TopicPartition, Long> committed = new HashMap<>();
    try {
      Map<TopicPartition, OffsetAndMetadata> answer =
          get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
      answer.forEach(
          (partition, offset) -> {
            if (offset != null) {
              committed.put(partition, offset.offset());
            }
          });
    } catch (GroupIdNotFoundException e) {
      LOG.debug("Group not there yet: group={}", group);
    }
    return committed;
  }

  private static Collection<MemberDescription> members(
      @Nullable KafkaFuture<ConsumerGroupDescription> group) {
    return group == null ? List.of() : get(group).members();
  }

  /** Who has which partition; nobody while the group has not settled. */
  private Map<TopicPartition, String> mappers() {
    Map<TopicPartition, String> mappers = new HashMap<>();
    try {
      var description = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
      for (MemberDescription member : members(description)) {
        member
            .assignment()
            .topicPartitions()
            .forEach(partition -> mappers.put(partition, member.clientId()));
      }
    } catch (GroupIdNotFoundException e) {
      LOG.debug("Group not there yet: group={}", group);
    }
    return mappers;
  }

  private static <T> T get(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known
          ? known
          : new KafkaException("source offsets: the cluster does not answer", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException("source offsets: interrupted", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
