// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.SEGMENT_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG;

import dev.freshet.events.avro.WarmupPriority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * The topics of an environment and what each must be. Immutable and safe for any thread.
 *
 * <p>Every coordinator calls {@link #ensure} at its start, so that a topic with settings that would
 * lose invalidations stops it with a message instead of serving stale values later.
 */
public final class TopicCatalogue {
  private static final int SINGLE = 1;
  private static final String LOG_APPEND_TIME = "LogAppendTime";

  private static final Map<String, String> COMPACT_OFTEN =
      Map.of(
          SEGMENT_BYTES_CONFIG, String.valueOf(32 << 20),
          SEGMENT_MS_CONFIG, ms(Duration.ofHours(1)),
          MAX_COMPACTION_LAG_MS_CONFIG, ms(Duration.ofHours(1)),
          MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");

  private final List<TopicSpec> specs;

  private TopicCatalogue(List<TopicSpec> specs) {
    this.specs = List.copyOf(specs);
  }

  /** The catalogue of an environment. */
  public static TopicCatalogue forEnvironment(Topics topics, TopicSizing sizing) {
    return new TopicCatalogue(
        List.of(
            events(topics.events(), sizing),
            commands(topics.commands(), sizing),
            shadowCommands(topics.shadowCommands(), sizing),
            rules(topics.rules(), sizing),
            members(topics.registrations(), sizing),
            heartbeats(topics.heartbeats(), sizing),
            members(topics.registry(), sizing),
            hotKeys(topics.hotKeys(), sizing),
            reports(topics.warmupInbox(), sizing, Duration.ofDays(1)),
            runs(topics.warmupStatus(), sizing),
            reports(topics.cacheState(), sizing, Duration.ofDays(1)),
            reports(topics.deadLetters(), sizing, Duration.ofDays(14))));
  }

  /** The topics of one service's warm-up tasks, made once it can do a job. */
  public static TopicCatalogue forWarmupTasks(Topics topics, TopicSizing sizing, String service) {
    return new TopicCatalogue(
        Stream.of(WarmupPriority.values())
            .map(priority -> topics.warmupTasks(service, priority))
            .map(name -> tasks(name, sizing))
            .toList());
  }

  /** What each topic must be. */
  public List<TopicSpec> specs() {
    return specs;
  }

  /**
   * Creates the topics that are missing and checks the others. Several processes may do so at once.
   * Blocks until all topics are known to the cluster.
   *
   * @throws TopicMismatchException if topics are not what they must be; names them all
   * @throws org.apache.kafka.common.KafkaException if the cluster refuses or does not answer
   */
  public void ensure(Admin admin) {
    TopicAdmin topics = new TopicAdmin(admin);
    topics.create(topics.missing(specs));
    List<String> mismatches = mismatches(topics, specs);
    if (!mismatches.isEmpty()) {
      throw new TopicMismatchException(mismatches);
    }
  }

  /**
   * What is wrong with the topics, each in a line: those that are missing, and those that are not
   * what they must be. Creates none.
   *
   * @throws org.apache.kafka.common.KafkaException if the cluster refuses or does not answer
   */
  public List<String> problems(Admin admin) {
    TopicAdmin topics = new TopicAdmin(admin);
    List<TopicSpec> missing = topics.missing(specs);
    List<String> problems = new ArrayList<>();
    missing.forEach(spec -> problems.add("topic " + spec.name() + ": missing"));
    List<TopicSpec> there = specs.stream().filter(spec -> !missing.contains(spec)).toList();
    problems.addAll(mismatches(topics, there));
    return problems;
  }

  private static List<String> mismatches(TopicAdmin topics, List<TopicSpec> specs) {
    Map<String, TopicAdmin.Found> found = topics.describe(specs);
    List<String> mismatches = new ArrayList<>();
    for (TopicSpec spec : specs) {
      TopicAdmin.Found topic = found.get(spec.name());
      if (topic != null) {
        mismatches.addAll(TopicCheck.mismatches(spec, topic.partitions(), topic.config()));
      }
    }
    return mismatches;
  }

  /** No compaction: a binary event without data would be a tombstone. */
  private static TopicSpec events(String name, TopicSizing sizing) {
    return new TopicSpec(
        name,
        sizing.eventPartitions(),
        sizing.replication(),
        Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE),
        advised(sizing, Map.of(RETENTION_MS_CONFIG, ms(Duration.ofDays(7)))));
  }

  /**
   * Compacted, so that a node that starts reads each target once; with retention, so that targets
   * that are never named again go away. Timestamps are those of the log: with a producer's own, a
   * command made from an old event would be old enough for retention to delete at once, before
   * every node has read it. Segments are small because compaction leaves the active one alone.
   */
  private static TopicSpec commands(String name, TopicSizing sizing) {
    return new TopicSpec(
        name,
        sizing.commandPartitions(),
        sizing.replication(),
        Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_COMPACT + "," + CLEANUP_POLICY_DELETE,
            RETENTION_MS_CONFIG,
            ms(sizing.commandRetention()),
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            LOG_APPEND_TIME),
        advised(sizing, COMPACT_OFTEN));
  }

  /** No compaction: each is counted. Nobody applies them, so they need not outlive anything. */
  private static TopicSpec shadowCommands(String name, TopicSizing sizing) {
    return new TopicSpec(
        name,
        sizing.commandPartitions(),
        sizing.replication(),
        Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE),
        advised(sizing, Map.of(RETENTION_MS_CONFIG, ms(Duration.ofDays(7)))));
  }

  private static TopicSpec rules(String name, TopicSizing sizing) {
    return new TopicSpec(
        name,
        SINGLE,
        sizing.replication(),
        Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT),
        advised(sizing, COMPACT_OFTEN));
  }

  /** One partition: whoever judges whether many members fell silent at once must see them all. */
  private static TopicSpec members(String name, TopicSizing sizing) {
    return new TopicSpec(
        name,
        SINGLE,
        sizing.replication(),
        Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_COMPACT,
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            LOG_APPEND_TIME),
        advised(sizing, COMPACT_OFTEN));
  }

  /** So that a member whose clock is off is found out. */
  private static TopicSpec heartbeats(String name, TopicSizing sizing) {
    return brokerTimed(
        name,
        sizing,
        Map.of(
            RETENTION_MS_CONFIG,
            ms(Duration.ofHours(1)),
            SEGMENT_MS_CONFIG,
            ms(Duration.ofMinutes(10))));
  }

  /** So that workers know which are too old to be begun. */
  private static TopicSpec tasks(String name, TopicSizing sizing) {
    return brokerTimed(name, sizing, Map.of(RETENTION_MS_CONFIG, ms(Duration.ofDays(1))));
  }

  /** Its records carry the broker's time, not that of who wrote them. */
  private static TopicSpec brokerTimed(
      String name, TopicSizing sizing, Map<String, String> retention) {
    return new TopicSpec(
        name,
        SINGLE,
        sizing.replication(),
        Map.of(
            CLEANUP_POLICY_CONFIG,
            CLEANUP_POLICY_DELETE,
            MESSAGE_TIMESTAMP_TYPE_CONFIG,
            LOG_APPEND_TIME),
        advised(sizing, retention));
  }

  /** A node says it again every few minutes: what is older is of one that is gone. */
  private static TopicSpec hotKeys(String name, TopicSizing sizing) {
    return compactedReports(name, sizing, Duration.ofHours(1));
  }

  /** The last word on each run, for a week. */
  private static TopicSpec runs(String name, TopicSizing sizing) {
    return compactedReports(name, sizing, Duration.ofDays(7));
  }

  private static TopicSpec compactedReports(String name, TopicSizing sizing, Duration retention) {
    Map<String, String> settings = new HashMap<>(COMPACT_OFTEN);
    settings.put(RETENTION_MS_CONFIG, ms(retention));
    return new TopicSpec(
        name,
        SINGLE,
        sizing.replication(),
        Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT + "," + CLEANUP_POLICY_DELETE),
        advised(sizing, settings));
  }

  private static TopicSpec reports(String name, TopicSizing sizing, Duration retention) {
    return new TopicSpec(
        name,
        SINGLE,
        sizing.replication(),
        Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE),
        advised(sizing, Map.of(RETENTION_MS_CONFIG, ms(retention))));
  }

  private static Map<String, String> advised(TopicSizing sizing, Map<String, String> own) {
    Map<String, String> settings = new HashMap<>(own);
    settings.put(MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(sizing.minInSync()));
    settings.put(UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    return settings;
  }

  private static String ms(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}
