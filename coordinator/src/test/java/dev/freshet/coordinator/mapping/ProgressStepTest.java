// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static dev.freshet.coordinator.mapping.MappingDriver.TOPICS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.streams.Rests;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressStepTest {
  private final MappingDriver driver = new MappingDriver();

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void shouldTellProgressBehindCommands() {
    driver.applyRules("payments", 1, TestRules.payments(TestRules.tag("paid", "user:{userId}")));
    Instant askedAt = see(0, 1);

    driver.publish("payment.success", Map.of("userId", 1L));
    driver.tick();

    List<SpecificRecord> log = driver.log();
    assertEquals(2, log.size());
    assertInstanceOf(InvalidationCommand.class, log.get(0));
    ProgressMarker marker = assertInstanceOf(ProgressMarker.class, log.get(1));
    assertEquals("0_0", marker.getTask());
    assertEquals(
        List.of(new SourceProgress(TOPICS.events(), 0, 1L, askedAt.toEpochMilli())),
        marker.getSources());
    assertEquals(List.of(new SourceTopic(TOPICS.events(), 2)), marker.getSourcePartitions());
    assertEquals(driver.clock.millis(), marker.getWrittenAtMs());
  }

  @Test
  void shouldTellProgressUnderKeyOfTask() {
    see(0, 0);

    driver.tick();

    assertEquals("m|0_0", new String(driver.read(TOPICS.commands()).get(0).key(), UTF_8));
  }

  /** Else who maps what would be asked for the next time only after a while. */
  @Test
  void shouldSayThatItsTaskBegins() {
    assertEquals(1, driver.tasksBegun);
  }

  @Test
  void shouldTellAgainAfterEachInterval() {
    see(0, 0);

    driver.tick();
    driver.tick();
    driver.tick();

    assertEquals(3, driver.markers().size());
  }

  /** Tried again where the system's clock passes the time of a marker in between. */
  @Test
  void shouldLetItsThreadRestUntilTheNextMarker() {
    boolean rests =
        IntStream.range(0, 100)
            .anyMatch(
                attempt -> {
                  driver.tick();
                  long restMs = Rests.ms();
                  return restMs > 0 && restMs <= MappingSettings.MARKER_INTERVAL.toMillis();
                });

    assertTrue(rests);
  }

  @Test
  void shouldTellNothingBeforeClusterHasAnswered() {
    driver.tick();

    assertEquals(List.of(), driver.log());
  }

  @Test
  void shouldCoverEventsThatWereRejected() {
    see(0, 1);

    driver.publish(new ProducerRecord<>(TOPICS.events(), "no event".getBytes(UTF_8)));
    driver.tick();

    assertEquals(1, driver.markers().get(0).getSources().get(0).getNextOffset());
  }

  @Test
  void shouldNotSeeEndWhileEventsAreMissing() {
    see(0, 5);

    driver.publish("payment.success", Map.of("userId", 1L));
    driver.tick();

    SourceProgress progress = driver.markers().get(0).getSources().get(0);
    assertEquals(1, progress.getNextOffset());
    assertEquals(Optional.empty(), progress.getEndSeenAtMs());
  }

  @Test
  void shouldTellAtOnceBehindItsCommandsWhatSomebodyWaitsFor() {
    driver.applyRules("payments", 1, TestRules.payments(TestRules.tag("paid", "user:{userId}")));
    see(0, 1);

    driver.publishAwaited("payment.success", Map.of("userId", 1L));

    List<SpecificRecord> log = driver.log();
    assertInstanceOf(InvalidationCommand.class, log.get(0));
    ProgressMarker marker = assertInstanceOf(ProgressMarker.class, log.get(1));
    assertTrue(marker.getAwaited());
    assertEquals(1, marker.getSources().get(0).getNextOffset());
    driver.tick();
    assertEquals(List.of(false), awaited(driver.markers()), "told once");
  }

  @Test
  void shouldTellTogetherWhatIsAwaitedWithinAFewMilliseconds() {
    see(0, 1);

    for (int i = 0; i < 20; i++) {
      driver.publishAwaited("payment.success", Map.of("userId", 1L));
    }
    assertEquals(List.of(1L), nextOffsets(driver.markers()));
    driver.pass(ProgressStep.PROMPT_INTERVAL);

    assertEquals(List.of(20L), nextOffsets(driver.markers()));
    driver.pass(ProgressStep.PROMPT_INTERVAL);
    assertEquals(List.of(), driver.markers());
  }

  @Test
  void shouldNotTellAtOnceWhatIsHeldBackButWithTheFirstMarkerThatCoversIt() {
    driver.applyRules(
        "payments",
        1,
        TestRules.payments(TestRules.tag("paid", "user:{userId}", "coalesce: 450ms")));
    see(0, 1);

    driver.publishAwaited("payment.success", Map.of("userId", 1L));
    driver.pass(Duration.ofMillis(400));
    List<ProgressMarker> before = driver.markers();
    driver.pass(Duration.ofMillis(200));

    assertEquals(List.of(0L), nextOffsets(before));
    assertEquals(List.of(false), awaited(before));
    List<SpecificRecord> after = driver.log();
    assertInstanceOf(InvalidationCommand.class, after.get(0));
    assertTrue(assertInstanceOf(ProgressMarker.class, after.get(1)).getAwaited());
  }

  private static List<Boolean> awaited(List<ProgressMarker> markers) {
    return markers.stream().map(ProgressMarker::getAwaited).toList();
  }

  private static List<Long> nextOffsets(List<ProgressMarker> markers) {
    return markers.stream().map(each -> each.getSources().get(0).getNextOffset()).toList();
  }

  private Instant see(long mappedUntil, long end) {
    Instant askedAt = driver.clock.instant();
    driver.view =
        new SourceOffsets.View(
            askedAt,
            Map.of(TOPICS.events(), 2),
            Map.of(new TopicPartition(TOPICS.events(), 0), MappingDriver.range(mappedUntil, end)));
    return askedAt;
  }
}
