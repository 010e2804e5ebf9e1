// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.NodeDraining;
import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.NodeLeft;
import dev.freshet.events.avro.NodeLost;
import dev.freshet.events.avro.NodeRecovered;
import dev.freshet.events.avro.NodeSuspect;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.state.CacheStateSubscriber;
import dev.freshet.events.state.Start;
import dev.freshet.events.state.StateEvent;
import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.AppliedReport;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.rules.ShippedRules;
import dev.freshet.stack.ChildProcess;
import dev.freshet.testkit.ChildJvm;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.KafkaFixture;
import dev.freshet.testkit.RegistryFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two coordinators and three nodes as processes of their own, killed, halted and stopped while
 * events flow: the registry and the cache-state events tell what happens to each, and nothing else.
 */
class ChaosIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration SUSPECT_AFTER = MemberProcess.HEARTBEAT.multipliedBy(3);

  @TempDir private Path directory = Path.of("");
  private final String kafka = KafkaFixture.bootstrapServers();
  private final Topics topics = new Topics(Environments.unique());
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<StateEvent> events = new CopyOnWriteArrayList<>();
  private final AvroCodec codec = opened(AvroCodec.forRegistry(RegistryFixture.url()));
  private Map<String, ChildProcess> coordinators = Map.of();
  private Load load;
  private RegistryView view;
  private EntryLog entries;

  @BeforeEach
  void start() throws Exception {
    Map<String, Object> client = Map.of("bootstrap.servers", kafka);
    try (Admin admin = Admin.create(client);
        RuleSetPublisher rules =
            RuleSetPublisher.connect(kafka, RegistryFixture.url(), topics.environment())) {
      TopicCatalogue.forEnvironment(topics, TopicSizing.dev()).ensure(admin);
      rules.publish(ShippedRules.load(), "test", "chaos");
    }
    view = opened(RegistryView.follow(client, topics, codec));
    CacheStateSubscriber unused =
        opened(
            CacheStateSubscriber.builder(client, codec)
                .environment(topics.environment())
                .from(Start.earliest())
                .kinds(NodeJoined.class, NodeSuspect.class, NodeLost.class)
                .kinds(NodeRecovered.class, NodeDraining.class, NodeLeft.class)
                .handler(events::add)
                .start());
    entries = opened(new EntryLog(client, topics.registry(), codec));
    coordinators = Map.of("c-1", startCoordinator("c-1"), "c-2", startCoordinator("c-2"));
    load = opened(new Load(kafka, topics.environment()));
  }

  @AfterEach
  void stop() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @Test
  void shouldTellWhatHappensToMembersAndNothingElse() throws Exception {
    ChildProcess crashing = startMember("crashing");
    ChildProcess halting = startMember("halting");
    ChildProcess leaving = startMember("leaving");
    // Then the keeping has come to rest with one of them.
    coordinators.values().forEach(each -> each.awaitLine(CoordinatorProcess.READY, PATIENCE));
    awaitState("crashing", MemberStatus.UP);
    awaitState("halting", MemberStatus.UP);
    awaitState("leaving", MemberStatus.UP);
    String killed = incarnation("crashing");
    String halted = incarnation("halting");

    crashing.kill9();
    halting.pause();
    awaitState("crashing", MemberStatus.SUSPECT);
    awaitState("halting", MemberStatus.SUSPECT);
    halting.resume();
    awaitState("halting", MemberStatus.UP);
    awaitState("crashing", MemberStatus.GONE);

    String keeper = keeper();
    coordinators.get(keeper).kill9();
    ChildProcess unused = startMember("crashing");
    await("another keeper").atMost(PATIENCE).until(() -> !keeper().equals(keeper));
    awaitState("crashing", MemberStatus.UP);
    leaving.close();
    awaitState("leaving", MemberStatus.GONE);
    // Whoever were judged by what the dead keeper had heard would be suspect by now.
    await().during(SUSPECT_AFTER).atMost(PATIENCE).until(() -> isUp("crashing") && isUp("halting"));

    assertEquals("JOINING UP SUSPECT GONE JOINING UP", states("crashing"));
    assertEquals("NodeJoined NodeSuspect NodeLost NodeJoined", told("crashing"));
    assertEquals("JOINING UP SUSPECT UP", states("halting"));
    assertEquals("NodeJoined NodeSuspect NodeRecovered", told("halting"));
    assertEquals("JOINING UP DRAINING GONE", states("leaving"));
    assertEquals("NodeJoined NodeDraining NodeLeft", told("leaving"));
    assertNotEquals(killed, incarnation("crashing"));
    assertEquals(halted, incarnation("halting"));
    for (Receipt receipt : load.stop()) {
      await().atMost(PATIENCE).until(() -> isAppliedByTheTwoLeft(receipt));
    }
  }

  private ChildProcess startCoordinator(String name) {
    return start(CoordinatorProcess.class, name, directory.resolve(name).toString());
  }

  private ChildProcess startMember(String name) {
    return start(MemberProcess.class, name);
  }

  private ChildProcess start(Class<?> main, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(kafka, RegistryFixture.url(), topics.environment()));
    arguments.addAll(List.of(more));
    ChildProcess process = ChildJvm.start(main, arguments.toArray(String[]::new));
    open.push(process::kill9);
    return process;
  }

  private void awaitState(String name, MemberStatus state) {
    await(name + " to be " + state)
        .atMost(PATIENCE)
        .until(() -> entry(name).map(RegistryEntry::getState), Optional.of(state)::equals);
  }

  private boolean isUp(String name) {
    return entry(name).orElseThrow().getState() == MemberStatus.UP;
  }

  private String incarnation(String name) {
    return entry(name).orElseThrow().getRegistration().getIncarnation();
  }

  private Optional<RegistryEntry> entry(String name) {
    return view.snapshot().find(id(name)).map(MemberView::entry);
  }

  private static MemberId id(String name) {
    return new MemberId(MemberProcess.SERVICE, name);
  }

  private String keeper() {
    return view.snapshot().observer().map(ObserverStatus::getObserver).orElseThrow();
  }

  private String told(String name) {
    return events.stream()
        .filter(event -> event.subject().equals(id(name).toString()))
        .map(StateEvent::kind)
        .collect(Collectors.joining(" "));
  }

  private String states(String name) {
    return String.join(" ", entries.states(id(name)));
  }

  private boolean isAppliedByTheTwoLeft(Receipt receipt) {
    AppliedReport report = view.snapshot().applied(receipt);
    return report.nodes() == 2 && report.applied() == 2;
  }
}
