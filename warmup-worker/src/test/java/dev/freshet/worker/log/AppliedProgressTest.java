// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import dev.freshet.events.values.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppliedProgressTest {
  private static final Receipt EVENT = new Receipt("events", 1, 10);

  private final AppliedProgress progress = new AppliedProgress();

  @BeforeEach
  void followTwoPartitions() {
    progress.startOver(2);
  }

  @Test
  void shouldWaitForAMarkerBehindTheEventFromEveryCommandPartition() {
    CompletableFuture<Void> applied = progress.applied(EVENT);

    progress.observe(0, marker(100, 1, 11, null));
    assertFalse(applied.isDone(), "the other partition may still hold a command");

    progress.observe(1, marker(100, 1, 10, null));
    assertFalse(applied.isDone(), "this marker does not cover the event");

    progress.observe(1, marker(101, 1, 11, null));
    assertTrue(applied.isDone());
    assertTrue(progress.applied(EVENT).isDone(), "asked again");
  }

  @Test
  void shouldNotTakeAnotherSourcePartitionForTheEvents() {
    progress.observe(0, marker(100, 0, 11, null));
    progress.observe(1, marker(100, 0, 11, null));

    assertFalse(progress.isApplied(EVENT));
  }

  @Test
  void shouldNeverGoBackWhenATaskThatWasReplacedStillWrites() {
    progress.observe(0, marker(100, 1, 11, 90L));
    progress.observe(1, marker(100, 1, 11, 90L));

    progress.observe(1, marker(99, 1, 5, 50L));

    assertTrue(progress.isApplied(EVENT));
  }

  @Test
  void shouldKnowTheClosedTimeOnlyOnceEverySourcePartitionWasHeardInEveryCommandPartition() {
    progress.observe(0, marker(100, 0, 1, 70L));
    progress.observe(1, marker(100, 0, 1, 80L));
    progress.observe(0, marker(100, 1, 1, 90L));
    assertEquals(Optional.empty(), progress.closedTime(), "source 1 is missing in partition 1");

    progress.observe(1, marker(100, 1, 1, 60L));

    assertEquals(Optional.of(Instant.ofEpochMilli(60)), progress.closedTime());
  }

  @Test
  void shouldTellTheClosedTimeOnlyWhenAMarkerHasAdvancedIt() {
    progress.observe(0, marker(100, 0, 1, 70L));
    progress.observe(1, marker(100, 0, 1, 70L));
    progress.observe(0, marker(100, 1, 1, 90L));

    assertEquals(
        at(70),
        progress.observe(1, marker(100, 1, 1, 90L)).closedTime(),
        "the first that is known");
    assertEquals(
        Optional.empty(), progress.observe(0, marker(200, 0, 1, 170L)).closedTime(), "one of two");
    assertEquals(
        at(90),
        progress.observe(1, marker(200, 0, 1, 170L)).closedTime(),
        "held by the other source");
    assertEquals(
        Optional.empty(), progress.observe(1, marker(150, 0, 1, 120L)).closedTime(), "from before");
    assertEquals(at(90), progress.closedTime());
  }

  @Test
  void shouldForgetTheClosedTimeWhenASourcePartitionIsAdded() {
    for (int partition = 0; partition < 2; partition++) {
      progress.observe(partition, marker(100, 0, 1, 70L));
      progress.observe(partition, marker(100, 1, 1, 70L));
    }

    assertEquals(Optional.empty(), progress.observe(0, marker(101, 0, 1, 80L, 3)).closedTime());

    assertEquals(Optional.empty(), progress.closedTime(), "nobody has spoken for the third");
  }

  private static Optional<Instant> at(long ms) {
    return Optional.of(Instant.ofEpochMilli(ms));
  }

  @Test
  void shouldNotKnowTheClosedTimeWhileATaskHasNeverSeenItsEnd() {
    for (int partition = 0; partition < 2; partition++) {
      progress.observe(partition, marker(100, 0, 1, 70L));
      progress.observe(partition, marker(100, 1, 1, null));
    }

    assertEquals(Optional.empty(), progress.closedTime());
  }

  @Test
  void shouldForgetWhatItKnewOfAnotherLogAndKeepItsWaiters() {
    progress.observe(0, marker(100, 1, 11, 70L));
    CompletableFuture<Void> applied = progress.applied(EVENT);

    progress.startOver(1);
    assertFalse(progress.isApplied(EVENT));
    progress.observe(0, marker(101, 1, 11, 70L));

    assertTrue(applied.isDone());
  }

  @Test
  void shouldTellWhatIsAwaitedOnceItIsAppliedInEveryCommandPartition() {
    assertFalse(progress.observe(0, awaited(marker(100, 1, 11, null))).isAwaited());
    assertTrue(progress.observe(1, awaited(marker(100, 1, 11, null))).isAwaited());

    assertFalse(progress.observe(0, marker(200, 1, 15, null)).isAwaited());
    assertFalse(progress.observe(1, marker(200, 1, 15, null)).isAwaited(), "nobody waits for this");
    assertFalse(progress.observe(1, awaited(marker(100, 1, 11, null))).isAwaited(), "from before");
  }

  @Test
  void shouldTellWhatIsAwaitedThoughFurtherEventsAreAwaitedByThen() {
    for (int i = 1; i < 4; i++) {
      progress.observe(0, awaited(marker(100 + i, 1, 10 + i, null)));
    }

    assertTrue(progress.observe(1, awaited(marker(101, 1, 11, null))).isAwaited());
    assertTrue(progress.observe(1, awaited(marker(102, 1, 12, null))).isAwaited());
    assertTrue(progress.observe(1, awaited(marker(103, 1, 13, null))).isAwaited());
  }

  @Test
  void shouldListHowFarEachSourcePartitionIsApplied() {
    progress.observe(0, marker(100, 1, 11, null));
    progress.observe(0, marker(100, 0, 7, null));
    progress.observe(1, marker(100, 0, 5, null));

    assertEquals(List.of(new SourceApplied("events", 0, 5L)), progress.sources());
    progress.observe(1, marker(100, 1, 12, null));
    assertEquals(
        List.of(new SourceApplied("events", 0, 5L), new SourceApplied("events", 1, 11L)),
        progress.sources());
  }

  private static ProgressMarker awaited(ProgressMarker marker) {
    return new ProgressMarker(
        marker.getTask(),
        marker.getSources(),
        marker.getSourcePartitions(),
        marker.getWrittenAtMs(),
        true);
  }

  /** A marker of the task of one source partition, where there are two of them. */
  private static ProgressMarker marker(
      long writtenAtMs, int source, long nextOffset, @Nullable Long endSeenAtMs) {
    return marker(writtenAtMs, source, nextOffset, endSeenAtMs, 2);
  }

  private static ProgressMarker marker(
      long writtenAtMs,
      int source,
      long nextOffset,
      @Nullable Long endSeenAtMs,
      int sourcePartitions) {
    return ProgressMarker.newBuilder()
        .setTask("0_" + source)
        .setSources(
            List.of(
                SourceProgress.newBuilder()
                    .setTopic("events")
                    .setPartition(source)
                    .setNextOffset(nextOffset)
                    .setEndSeenAtMs(endSeenAtMs)
                    .build()))
        .setSourcePartitions(List.of(new SourceTopic("events", sourcePartitions)))
        .setWrittenAtMs(writtenAtMs)
        .build();
  }
}
