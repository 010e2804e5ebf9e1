// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.Issue;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Puts rule sets in force: checks them together with those that are, and writes them to the rules
 * topic, from which every coordinator takes them without a restart.
 *
 * <p>Safe for any thread. Blocks on the cluster and the schema registry. Two publishers at the same
 * time may both count on from one revision: the later one's text stays.
 */
public final class RuleSetPublisher implements AutoCloseable {
  private final Consumer<String, byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final AvroCodec codec;
  private final RulesTopic topic;
  private final InstantSource clock;

  RuleSetPublisher(
      Topics topics,
      Consumer<String, byte[]> consumer,
      Producer<String, byte[]> producer,
      AvroCodec codec,
      InstantSource clock) {
    this.consumer = consumer;
    this.producer = producer;
    this.codec = codec;
    this.topic = new RulesTopic(topics.rules(), codec, consumer, producer);
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
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put("enable.auto.commit", false);
    reading.put("allow.auto.create.topics", false);
    Map<String, Object> writing = new HashMap<>(kafka);
    writing.put("acks", "all");
    writing.put("enable.idempotence", true);
    return new RuleSetPublisher(
        new Topics(environment),
        new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer()),
        new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer()),
        AvroCodec.forRegistry(schemaRegistry),
        InstantSource.system());
  }

  /**
   * Stores new revisions of the sets whose text has changed.
   *
   * @param sets each replaces the set of its name; their own revision numbers are ignored
   * @param author who wants it
   * @param reason why; may be empty
   * @return the revisions now current, one for each of {@code sets} in their order
   * @throws InvalidRuleFileException if a set has an error or breaks another one that is in force;
   *     then nothing is stored
   * @throws org.apache.kafka.common.KafkaException if the cluster does not answer
   */
  public synchronized List<RuleSetRevision> publish(
      Collection<RuleSource> sets, String author, String reason) {
    Map<String, RuleSetRevision> current = topic.read();
    check(current.values(), sets);
    List<RuleSetRevision> result = new ArrayList<>();
    List<RuleSetRevision> changed = new ArrayList<>();
    for (RuleSource set : sets) {
      RuleSetRevision before = current.get(set.name());
      String hash = ContentHash.of(set.text());
      if (before != null && before.getContentHash().equals(hash)) {
        result.add(before);
      } else {
        long number = before == null ? 1 : before.getRevision() + 1;
        RuleSetRevision next =
            new RuleSetRevision(
                set.name(), number, hash, author, reason, clock.millis(), set.text());
        result.add(next);
        changed.add(next);
      }
    }
    topic.write(changed);
    return List.copyOf(result);
  }

  /** What is wrong already and not touched now stays out of it: it must not block all others. */
  private static void check(Collection<RuleSetRevision> current, Collection<RuleSource> sets) {
    Map<String, RuleSource> union = new LinkedHashMap<>();
    for (RuleSetRevision revision : current) {
      String name = revision.getName();
      String file = name + "@" + revision.getRevision();
      union.put(name, new RuleSource(name, file, revision.getRevision(), revision.getYaml()));
    }
    Set<String> harmless = withErrors(RuleBook.compile(union.values()));
    Set<String> names = new HashSet<>();
    List<RuleSource> twice = sets.stream().filter(set -> !names.add(set.name())).toList();
    harmless.removeAll(names);
    sets.forEach(set -> union.put(set.name(), set));
    List<RuleSource> all = new ArrayList<>(union.values());
    // Two sources of one name are an error that the compiler explains.
    all.addAll(twice);
    List<Issue> issues =
        RuleBook.compile(all).issues().entrySet().stream()
            .filter(entry -> !harmless.contains(entry.getKey()))
            .flatMap(entry -> entry.getValue().stream())
            .toList();
    if (issues.stream().anyMatch(Issue::isError)) {
      throw new InvalidRuleFileException(issues);
    }
  }

  private static Set<String> withErrors(Compilation compilation) {
    return compilation.issues().entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(Issue::isError))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Closes the connections. */
  @Override
  public synchronized void close() {
    producer.close();
    consumer.close();
    codec.close();
  }
}
