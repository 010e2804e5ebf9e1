// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the reports with which coordinators say that revisions are in force. Safe for any
 * thread; blocks on the cluster.
 */
final class Confirmations {
  private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);
  private static final Duration POLL = Duration.ofMillis(100);

  /** How soon it is noticed that a coordinator has left. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  /** How far the clocks of a publisher and of coordinators may be apart. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** What Streams appends to the name of a coordinator, which is its client id. */
  private static final Pattern THREAD = Pattern.compile("-StreamThread-[0-9]+-consumer$");

  private final Cluster cluster;
  private final AvroCodec codec;
  private final String topic;
  private volatile Mark last = new Mark(Map.of(), Set.of(), Set.of());

  Confirmations(Cluster cluster, AvroCodec codec) {
    this.cluster = cluster;
    this.codec = codec;
    this.topic = cluster.topics().cacheState();
  }

  /**
   * Where reports of some revisions begin.
   *
   * @param written the revisions behind it, as NAME@N
   * @param unchanged those that were current already when the others were written, as NAME@N
   */
  record Mark(Map<TopicPartition, Long> offsets, Set<String> written, Set<String> unchanged) {
    private boolean covers(Collection<RuleSetRevision> wanted) {
      return wanted.stream().map(Confirmations::nameOf).allMatch(written::contains);
    }
  }

  private static String nameOf(RuleSetRevision revision) {
    return RuleKeys.archived(revision.getName(), revision.getRevision());
  }

  /** The ends of the reports, to be taken before revisions are written. */
  Mark mark() {
    return new Mark(cluster.ends(topic), Set.of(), Set.of());
  }

  /** Notes which of the revisions that are current now were written behind a mark. */
  void remember(Mark mark, Set<RuleSetRevision> written, List<RuleSetRevision> current) {
    if (!written.isEmpty()) {
      last =
          new Mark(
              mark.offsets(),
              names(current.stream().filter(written::contains)),
              names(current.stream().filter(revision -> !written.contains(revision))));
    }
  }

  private static Set<String> names(Stream<RuleSetRevision> revisions) {
    return revisions.map(Confirmations::nameOf).collect(Collectors.toSet());
  }

  /** Waits until all that run have confirmed, for up to {@code timeout}. */
  Confirmation await(List<RuleSetRevision> wanted, Duration timeout) {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    // Reports of what was there before may be gone, and nobody will write them again.
    Set<String> unchanged = last.unchanged();
    List<RuleSetRevision> revisions =
        wanted.stream().filter(revision -> !unchanged.contains(nameOf(revision))).toList();
    RollCall call = new RollCall(running(), revisions);
    if (call.verdict() != null) {
      return call.close();
    }
    Map<TopicPartition, Long> start = start(revisions);
    try (Consumer<String, byte[]> consumer = cluster.consumer()) {
      consumer.assign(start.keySet());
      start.forEach(consumer::seek);
      long askedNanos = System.nanoTime();
      while (call.verdict() == null && System.nanoTime() < deadlineNanos) {
        consumer.poll(POLL).forEach(record -> hear(record, call));
        if (System.nanoTime() - askedNanos > ASK_AGAIN.toNanos()) {
          call.keepOnly(running());
          askedNanos = System.nanoTime();
        }
      }
    }
    return call.close();
  }

  /** Of revisions that others have written, or this one long ago, only the time is known. */
  private Map<TopicPartition, Long> start(List<RuleSetRevision> revisions) {
    Mark mark = last;
    if (mark.covers(revisions)) {
      return mark.offsets();
    }
    long firstMs =
        revisions.stream().mapToLong(RuleSetRevision::getAppliedAtMs).min().orElseThrow();
    OffsetSpec since = OffsetSpec.forTimestamp(Math.max(0, firstMs - CLOCK_SKEW.toMillis()));
    Map<TopicPartition, Long> start = new HashMap<>(cluster.ends(topic));
    cluster
        .offsets(topic, since)
        .forEach(
            (partition, offset) -> {
              if (offset >= 0) {
                start.put(partition, offset);
              }
            });
    return start;
  }

  private void hear(ConsumerRecord<String, byte[]> record, RollCall call) {
    if (!call.concerns(record.key())) {
      return;
    }
    RecordAddress at = new RecordAddress(record.topic(), record.partition(), record.offset());
    try {
      call.hear(codec.decode(at, record.value(), CacheStateEvent.class));
    } catch (UndecodableRecordException e) {
      LOG.debug("Report left out, it is of a kind not known here: record={}", at, e);
    }
  }

  /** The coordinators that have partitions; all there are while partitions are given out anew. */
  private Set<String> running() {
    String group = cluster.topics().coordinators();
    try {
      return Cluster.get(cluster.admin().describeConsumerGroups(List.of(group)).all(), group)
          .values()
          .stream()
          .flatMap(Confirmations::mapping)
          .collect(Collectors.toSet());
    } catch (GroupIdNotFoundException e) {
      LOG.debug("No coordinator ever ran: group={}", group);
      return Set.of();
    }
  }

  private static Stream<String> mapping(ConsumerGroupDescription group) {
    return group.members().stream()
        .filter(
            member ->
                group.groupState() != GroupState.STABLE
                    || !member.assignment().topicPartitions().isEmpty())
        .map(member -> THREAD.matcher(member.clientId()).replaceFirst(""));
  }
}
