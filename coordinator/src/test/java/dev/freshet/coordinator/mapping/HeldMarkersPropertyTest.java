// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static dev.freshet.coordinator.mapping.MappingDriver.TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.held.HeldCommands;
import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Whatever the order of events, time, looks at the cluster and crashes: when a marker covers an
 * event, all commands of the event stand before it, and a time that is told as closed is.
 */
class HeldMarkersPropertyTest {
  private static final List<String> TYPES = List.of("now", "short", "long", "limited", "both");
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: held, owner: test}
      rules:
        - {id: now, event: now, invalidate: [{tag: "now:{id}"}]}
        - {id: short, event: short, coalesce: 100ms, invalidate: [{tag: "short:{id}"}]}
        - {id: long, event: long, coalesce: 700ms, repeatAfter: 300ms, invalidate: [{tag: "long:{id}"}]}
        - {id: limited, event: limited, limits: {commandsPerSecond: 2, burst: 2}, invalidate: [{tag: "limited:{id}"}]}
        - {id: both-1, event: both, coalesce: 300ms, invalidate: [{tag: "both:{id}"}, {tag: "late:{id}"}]}
        - {id: both-2, event: both, coalesce: 150ms, invalidate: [{tag: "both:{id}"}]}
      """;

  sealed interface Action {
    record Publish(String type, int id) implements Action {}

    record Pass(int ms) implements Action {}

    record Look() implements Action {}

    record Crash() implements Action {}
  }

  @Provide
  Arbitrary<List<Action>> schedules() {
    Arbitrary<Action> publish =
        Arbitraries.of(TYPES)
            .flatMap(
                type ->
                    Arbitraries.integers().between(0, 2).map(id -> new Action.Publish(type, id)));
    Arbitrary<Action> pass =
        Arbitraries.integers().between(1, 40).map(n -> new Action.Pass(n * 10));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(10, publish),
            net.jqwik.api.Tuple.of(8, pass),
            net.jqwik.api.Tuple.of(4, Arbitraries.just(new Action.Look())),
            net.jqwik.api.Tuple.of(1, Arbitraries.just(new Action.Crash())))
        .list()
        .ofMinSize(5)
        .ofMaxSize(60);
  }

  @Property(tries = 80)
  void shouldNeverPassEventBeforeItsCommands(@ForAll("schedules") List<Action> schedule) {
    try (Run run = new Run()) {
      schedule.forEach(run::perform);
      run.finish();
    }
  }

  /** An event, and where the log stood when it came. */
  private record Published(String type, int id, Instant storedAt, int logSize) {
    boolean isCommandedIn(List<SpecificRecord> log, int end) {
      List<String> wanted =
          type.equals("both")
              ? List.of("t|both:" + id, "t|late:" + id)
              : List.of("t|" + type + ":" + id);
      return wanted.stream()
          .allMatch(target -> log.subList(logSize, end).stream().anyMatch(r -> covers(r, target)));
    }

    private static boolean covers(SpecificRecord record, String target) {
      // What is sent instead of commands beyond a limit is no tag.
      return record instanceof InvalidationCommand command
          && (command.getTarget().equals(target)
              || (target.startsWith("t|limited") && !command.getTarget().startsWith("t|")));
    }
  }

  /** The topology, and the log that outlives its tasks. */
  private static final class Run implements AutoCloseable {
    private final String registry = "mock://" + UUID.randomUUID();
    private final List<Published> events = new ArrayList<>();
    private final List<SpecificRecord> log = new ArrayList<>();
    private final Instant start;
    private MappingDriver driver;
    private int checked;

    Run() {
      driver = driver(Map.of());
      start = driver.clock.instant();
    }

    private MappingDriver driver(Map<String, byte[]> held) {
      MappingDriver next =
          new MappingDriver(
              registry,
              Patience.within(Patience.DEFAULT),
              new MappingDriver.HeldBefore(held, HeldCommands.MOST));
      next.applyRules("held", 1, RULES);
      return next;
    }

    void perform(Action action) {
      if (action instanceof Action.Publish publish) {
        events.add(new Published(publish.type(), publish.id(), driver.clock.instant(), log.size()));
        driver.publish(publish.type(), Map.of("id", publish.id()));
      } else if (action instanceof Action.Pass pass) {
        driver.pass(Duration.ofMillis(pass.ms()));
      } else if (action instanceof Action.Look) {
        look();
      } else {
        crash();
      }
      check();
    }

    /** All that was read is committed: the driver does so after each step. */
    private void look() {
      TopicPartition partition = new TopicPartition(TOPICS.events(), 0);
      driver.view =
          new SourceOffsets.View(
              driver.clock.instant(),
              Map.of(TOPICS.events(), 1),
              Map.of(partition, MappingDriver.range(events.size(), events.size())));
    }

    /**
     * Nothing is left but the log and the changelog, from which nothing that is due was deleted.
     */
    private void crash() {
      Map<String, byte[]> left = driver.held();
      Duration elapsed = Duration.between(start, driver.clock.instant());
      driver.close();
      driver = driver(left);
      driver.clock.advance(elapsed);
      look();
      driver.pass(MappingDriver.MARKER_INTERVAL);
      // The driver counts offsets from the beginning; these are no events for the rules.
      for (int offset = 0; offset < events.size(); offset++) {
        driver.publish("nothing", Map.of());
      }
    }

    private void check() {
      log.addAll(driver.log());
      for (; checked < log.size(); checked++) {
        if (log.get(checked) instanceof ProgressMarker marker) {
          marker.getSources().forEach(this::check);
        }
      }
    }

    private void check(SourceProgress source) {
      for (int offset = 0; offset < events.size(); offset++) {
        Published event = events.get(offset);
        boolean covered = offset < source.getNextOffset();
        boolean closed = event.storedAt().toEpochMilli() < source.getEndSeenAtMs().orElse(0L);
        if (covered || closed) {
          assertTrue(
              event.isCommandedIn(log, checked),
              () -> source + " passed " + event + " at " + checked + " of " + log);
        }
      }
    }

    /** All is told in the end. */
    void finish() {
      for (int i = 0; i < 10; i++) {
        driver.pass(MappingDriver.MARKER_INTERVAL);
        look();
      }
      driver.pass(MappingDriver.MARKER_INTERVAL);
      check();
      ProgressMarker last = (ProgressMarker) log.get(log.size() - 1);
      assertEquals(events.size(), last.getSources().get(0).getNextOffset());
      assertEquals(
          driver.view.askedAt().toEpochMilli(),
          last.getSources().get(0).getEndSeenAtMs().orElseThrow());
      assertEquals(Map.of(), driver.held());
    }

    @Override
    public void close() {
      driver.close();
    }
  }
}
