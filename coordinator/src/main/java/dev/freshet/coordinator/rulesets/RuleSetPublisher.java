// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.coordinator.rulesets.pause.PauseReports;
import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.rules.RuleSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts rule sets in force: checks them together with those that are, and writes them to the rules
 * topic, from which every coordinator takes them without a restart. Keeps their history, brings
 * earlier revisions back, and pauses the mapping.
 *
 * <p>Each change is one transaction, for which nobody else's comes between what was read and what
 * is written: all or nothing, whoever else publishes at the same time.
 *
 * <p>Safe for any thread. Blocks on the cluster and the schema registry. Every method that asks the
 * cluster throws {@link org.apache.kafka.common.KafkaException} if it does not answer; whether a
 * change was stored that it did not answer to, the history tells.
 */
public final class RuleSetPublisher implements AutoCloseable {
  /** Fenced off more often than this, a publisher gives up. */
  private static final int ATTEMPTS = 10;

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final AvroCodec codec;
  private final Cluster cluster;
  private final RulesTopic topic;
  private final Confirmations confirmations;
  private final PauseReports pauses;
  private final InstantSource clock;

  RuleSetPublisher(Cluster cluster, AvroCodec codec, InstantSource clock) {
    this.cluster = cluster;
    this.codec = codec;
    this.topic = new RulesTopic(cluster, codec);
    this.confirmations = new Confirmations(cluster, codec);
    this.pauses = new PauseReports(cluster.kafka(), codec, cluster.topics());
    this.clock = clock;
  }

  /**
   * A publisher for an environment, whose topics exist. Does not wait for the cluster.
   *
   * @param schemaRegistry as {@link AvroCodec#forRegistry(String)} takes it
   */
  public static RuleSetPublisher connect(
      String bootstrapServers, String schemaRegistry, String environment) {
    return connect(Map.of("bootstrap.servers", bootstrapServers), schemaRegistry, environment);
  }

  /** As above, with the properties of Kafka's clients, for example for TLS. */
  public static RuleSetPublisher connect(
      Map<String, Object> kafka, String schemaRegistry, String environment) {
    return new RuleSetPublisher(
        new Cluster(new Topics(environment), kafka),
        AvroCodec.forRegistry(schemaRegistry),
        InstantSource.system());
  }

  /** As below, whatever the current revisions are. */
  public List<RuleSetRevision> publish(Collection<RuleSource> sets, String author, String reason) {
    return publish(sets, Authorship.of(author, reason), Map.of());
  }

  /**
   * Stores new revisions of the sets whose text has changed: all or none.
   *
   * @param sets each replaces the set of its name; their own revision numbers are ignored
   * @param expected by name of the set; what is not named may be in any revision
   * @return the revisions now current, one for each of {@code sets} in their order
   * @throws RulesChangedException if a set is not in the revision that is expected, or others keep
   *     publishing at the same time; then nothing is stored
   * @throws dev.freshet.rules.source.InvalidRuleFileException if a set has an error or breaks
   *     another one that is in force; then nothing is stored
   * @throws org.apache.kafka.common.errors.RecordTooLargeException if a text is longer than the
   *     topic takes; then nothing is stored
   */
  public List<RuleSetRevision> publish(
      Collection<RuleSource> sets, Authorship by, Map<String, Expected> expected) {
    return change(puts(sets, expected), by);
  }

  /**
   * Judges new revisions as {@link #publish} does, and stores nothing.
   *
   * @return the revisions as they would be current
   * @throws RulesChangedException as {@link #publish} does
   * @throws dev.freshet.rules.source.InvalidRuleFileException as {@link #publish} does
   */
  public synchronized List<RuleSetRevision> tryOut(
      Collection<RuleSource> sets, Authorship by, Map<String, Expected> expected) {
    return Draft.of(topic.read(), puts(sets, expected), by, clock.instant()).revisions();
  }

  /**
   * Judges the end of a set as {@link #remove} does, and stores nothing.
   *
   * @throws java.util.NoSuchElementException as {@link #remove} does
   * @throws RulesChangedException as {@link #publish} does
   * @throws dev.freshet.rules.source.InvalidRuleFileException as {@link #remove} does
   */
  public synchronized void tryOutRemoval(String ruleSet, Authorship by, Expected expected) {
    var edit = new Draft.Edit.Remove(ruleSet, expected);
    var unused = Draft.of(topic.read(), List.of(edit), by, clock.instant());
  }

  private static List<Draft.Edit.Put> puts(
      Collection<RuleSource> sets, Map<String, Expected> expected) {
    return sets.stream()
        .map(set -> new Draft.Edit.Put(set, expected.getOrDefault(set.name(), Expected.any())))
        .toList();
  }

  /**
   * Stores a new revision with the text of an earlier one, which is checked like any other: what
   * was right then may not be so beside today's other sets.
   *
   * @return the revision now current
   * @throws java.util.NoSuchElementException if there is no such revision any more, or it is a
   *     removal
   * @throws RulesChangedException as {@link #publish} does
   * @throws dev.freshet.rules.source.InvalidRuleFileException as {@link #publish} does
   */
  public RuleSetRevision rollback(
      String ruleSet, long toRevision, Authorship by, Expected expected) {
    return change(List.of(new Draft.Edit.Restore(ruleSet, toRevision, expected)), by).get(0);
  }

  /**
   * Ends a set. Its history stays, and the numbers go on should it come back.
   *
   * @return the revision that says so; in the history, and never current
   * @throws java.util.NoSuchElementException if there is no such set
   * @throws RulesChangedException as {@link #publish} does
   * @throws dev.freshet.rules.source.InvalidRuleFileException if another set needs its regions
   */
  public RuleSetRevision remove(String ruleSet, Authorship by, Expected expected) {
    return change(List.of(new Draft.Edit.Remove(ruleSet, expected)), by).get(0);
  }

  private synchronized List<RuleSetRevision> change(
      List<? extends Draft.Edit> edits, Authorship by) {
    Confirmations.Mark mark = confirmations.mark();
    Draft draft = write(table -> Draft.of(table, edits, by, clock.instant()));
    Set<RuleSetRevision> written =
        draft.writes().stream()
            .map(Draft.Write::value)
            .filter(RuleSetRevision.class::isInstance)
            .map(RuleSetRevision.class::cast)
            .collect(Collectors.toSet());
    written.retainAll(draft.revisions());
    confirmations.remember(mark, written, draft.revisions());
    return draft.revisions();
  }

  /** The names of all sets that are there, or were and have a history. */
  public synchronized Set<String> names() {
    return topic.read().names();
  }

  /** The current revisions, in the order in which they were written. */
  public synchronized List<RuleSetRevision> current() {
    return List.copyOf(topic.read().current());
  }

  /**
   * Another number, 0 or above, after every change: who sees the same one again need not read. One
   * small question to the cluster.
   */
  public long changes() {
    return cluster.ends(cluster.topics().rules()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The revisions of a set; the newest hundred are kept. */
  public synchronized RuleSetHistory history(String ruleSet) {
    return topic.read().history(ruleSet);
  }

  /** One revision of a set, if it is kept. */
  public Optional<RuleSetRevision> get(String ruleSet, long revision) {
    return history(ruleSet).get(revision);
  }

  /**
   * Stops all coordinators from mapping. Events wait in Kafka, none is lost; rules can be changed
   * meanwhile, and are in force before the first event is mapped after {@link #resume}. Closed time
   * stands still, so nodes know that they are not fresh.
   *
   * @return what stands there now; if the mapping was paused already, who did it
   * @throws RulesChangedException if others keep publishing at the same time
   */
  public MappingControl pause(String author, String reason) {
    return control(true, author, reason);
  }

  /**
   * Lets all coordinators map again, from where they stopped.
   *
   * @return what stands there now
   * @throws RulesChangedException if others keep publishing at the same time
   */
  public MappingControl resume(String author, String reason) {
    return control(false, author, reason);
  }

  private synchronized MappingControl control(boolean paused, String author, String reason) {
    MappingControl next = new MappingControl(paused, author, reason, clock.millis());
    List<MappingControl> result = new ArrayList<>();
    Draft draft =
        write(
            table -> {
              result.clear();
              MappingControl before = table.control();
              boolean same = before != null && before.getPaused() == paused;
              result.add(same ? before : next);
              return new Draft(
                  List.of(), same ? List.of() : List.of(new Draft.Write(RuleKeys.CONTROL, next)));
            });
    if (!draft.writes().isEmpty()) {
      pauses.report(next);
    }
    return result.get(0);
  }

  /** Who paused or resumed the mapping last; empty if nobody ever did. */
  public synchronized Optional<MappingControl> control() {
    return Optional.ofNullable(topic.read().control());
  }

  /**
   * Waits until every coordinator that maps events has the revisions in force. Those are the
   * members of the coordinators' group that have partitions when this is called; one that leaves
   * the group meanwhile is no longer waited for. One that starts later is not waited for at all: it
   * reads all rules before it maps its first event.
   *
   * <p>Blocks for up to {@code timeout}, and not at all if no coordinator runs or the mapping is
   * paused.
   *
   * @param revisions as {@link #publish}, {@link #rollback} and {@link #remove} return them. Those
   *     that the last change here left as they were are not waited for. Of others' revisions give
   *     recent ones only: reports are kept for a day, and all since the oldest revision are read
   */
  public Confirmation awaitInForce(List<RuleSetRevision> revisions, Duration timeout) {
    Optional<MappingControl> control = control().filter(MappingControl::getPaused);
    if (control.isPresent()) {
      return new Confirmation.Paused(control.get());
    }
    return confirmations.await(revisions, timeout);
  }

  /** Begins anew whenever another publisher came between, and lets it go first. */
  private Draft write(Function<RulesTable, Draft> decision) {
    Function<RulesTable, Draft> next = decision;
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return topic.change(next);
      } catch (RulesTopic.FencedException e) {
        next = e.again(decision);
        // At random, or two that fence off each other would go on for ever.
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE.toNanos()));
      }
    }
    try {
      return topic.change(next);
    } catch (RulesTopic.FencedException e) {
      throw new RulesChangedException(
          "rules: others kept publishing, gave up after "
              + ATTEMPTS
              + " attempts; look at the history and apply again");
    }
  }

  /** Closes the connections. */
  @Override
  public synchronized void close() {
    topic.close();
    cluster.close();
    codec.close();
  }
}
