// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.replay;

import dev.freshet.events.topics.CommandHeaders;
import dev.freshet.events.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a rule in shadow mode would have sent: read from the topic that it writes to. Immutable and
 * safe for any thread.
 *
 * @param rule the rule, as set/id
 * @param since from when on was counted
 * @param commands how many commands
 * @param revisions which revisions of the rule set they come from, with their numbers of commands
 * @param targets how many different targets; at most {@value #MOST_TARGETS} are told apart
 * @param busiestMinute the most commands in a minute
 * @param top the targets with the most commands, at most five, the first the most
 */
public record ShadowReport(
    String rule,
    Instant since,
    long commands,
    Map<Long, Long> revisions,
    long targets,
    long busiestMinute,
    List<TopTarget> top) {
  private static final int MOST_TARGETS = 100_000;
  private static final int TOP = 5;
  private static final long MINUTE_MS = 60_000;

  /** A target and how many commands name it. */
  public record TopTarget(String target, long commands) {}

  public ShadowReport {
    revisions = new TreeMap<>(revisions);
    top = List.copyOf(top);
  }

  /**
   * Reads the shadow topic of an environment. Blocks on the cluster.
   *
   * @param kafka properties of a consumer; {@code bootstrap.servers} at least
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  public static ShadowReport read(
      Map<String, Object> kafka, Topics topics, String rule, Instant since) {
    Counts counts = new Counts(rule);
    try (TopicReader reader = new TopicReader(kafka)) {
      reader.since(List.of(topics.shadowCommands()), since, counts::add);
    }
    return counts.report(since);
  }

  private static final class Counts {
    private final String rule;
    private final Map<String, Long> byTarget = new HashMap<>();
    private final Map<Long, Long> byMinute = new HashMap<>();
    private final Map<Long, Long> byRevision = new HashMap<>();
    private long commands;

    Counts(String rule) {
      this.rule = rule;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      if (!rule.equals(text(record, CommandHeaders.RULE_ID))) {
        return;
      }
      commands++;
      String target = new String(record.key(), StandardCharsets.UTF_8);
      if (byTarget.size() < MOST_TARGETS || byTarget.containsKey(target)) {
        byTarget.merge(target, 1L, Long::sum);
      }
      byMinute.merge(record.timestamp() / MINUTE_MS, 1L, Long::sum);
      String revision = text(record, CommandHeaders.RULE_REVISION);
      byRevision.merge(revision == null ? 0 : Long.parseLong(revision), 1L, Long::sum);
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
      Header header = record.headers().lastHeader(name);
      return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    ShadowReport report(Instant since) {
      List<TopTarget> top =
          byTarget.entrySet().stream()
              .map(entry -> new TopTarget(entry.getKey(), entry.getValue()))
              .sorted(
                  Comparator.comparingLong(TopTarget::commands)
                      .reversed()
                      .thenComparing(TopTarget::target))
              .limit(TOP)
              .toList();
      long busiest = byMinute.values().stream().mapToLong(Long::longValue).max().orElse(0);
      return new ShadowReport(rule, since, commands, byRevision, byTarget.size(), busiest, top);
    }
  }
}
