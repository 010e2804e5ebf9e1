// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.Topics;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.registry.RegistrySnapshot;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The operations of {@code rules.yaml}. Safe for any thread; to be closed behind the server. */
public final class RuleOperations implements Operations, AutoCloseable {
  // Together less than half of the workers: a change may wait for a minute.
  private static final int READING = 4;
  private static final int CHANGING = 3;

  private final RuleSetPublisher publisher;
  private final List<Operations> groups;

  /**
   * What the operations work on.
   *
   * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
   * @param schemaRegistry its URL, several with commas
   * @param eventTopics those that events are mapped from; the first is the environment's
   * @param books the rules in force
   * @param members who is registered, as far as is known now
   */
  public record Parts(
      Map<String, Object> kafka,
      String schemaRegistry,
      Topics topics,
      List<String> eventTopics,
      RuleBooks books,
      Supplier<RegistrySnapshot> members,
      InstantSource clock) {
    public Parts {
      kafka = Map.copyOf(kafka);
      eventTopics = List.copyOf(eventTopics);
    }
  }

  private RuleOperations(Parts parts, RuleSetPublisher publisher) {
    this.publisher = publisher;
    Guard reading = new Guard("rules", READING);
    Guard changing = new Guard("changes of rules", CHANGING);
    EventCatalogue catalogue = new EventCatalogue(parts.schemaRegistry());
    PastEvents past =
        new PastEvents(parts.kafka(), parts.schemaRegistry(), parts.eventTopics(), parts.clock());
    this.groups =
        List.of(
            new RuleReading(publisher, parts.books(), reading),
            new RuleTrials(publisher, catalogue, past, parts.members(), parts.clock(), changing),
            new Explaining(
                parts.books(), catalogue, past, parts.eventTopics().get(0), parts.clock(), reading),
            new RuleChanges(publisher, catalogue, past, parts.clock(), changing),
            new RuleReturns(publisher, changing),
            new MappingSwitch(publisher, reading, changing));
  }

  /** Connects, and does not wait for anybody to answer. */
  public static RuleOperations connect(Parts parts) {
    return new RuleOperations(
        parts,
        RuleSetPublisher.connect(
            parts.kafka(), parts.schemaRegistry(), parts.topics().environment()));
  }

  @Override
  public void bind(OperationBinder binder) {
    groups.forEach(group -> group.bind(binder));
  }

  @Override
  public void close() {
    publisher.close();
  }
}
