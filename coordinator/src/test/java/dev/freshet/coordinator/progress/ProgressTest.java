// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.SourceProgress;
import dev.freshet.events.avro.SourceTopic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final TopicPartition PARTITION = new TopicPartition("events", 1);
  private static final Instant NOW = Instant.ofEpochMilli(1_000);

  private long heldBackFrom = Long.MAX_VALUE;
  private final Progress progress = new Progress(new TaskId(0, 1), "me", partition -> heldBackFrom);

  @Test
  void shouldReportIdlePartitionByWhatTheGroupHasCommitted() {
    assertEquals(List.of(source(7, 500L)), sources(view(500, 7, 7)));
  }

  @Test
  void shouldReportOwnOffsetIfItIsFurther() {
    progress.mapped(PARTITION, 9);

    assertEquals(List.of(source(9, null)), sources(view(500, 7, 12)));
  }

  @Test
  void shouldNeverGoBack() {
    progress.mapped(PARTITION, 9);
    progress.mapped(PARTITION, 4);

    assertEquals(List.of(source(9, 500L)), sources(view(500, 3, 9)));
  }

  @Test
  void shouldKeepTimeAtWhichEndWasSeen() {
    progress.mapped(PARTITION, 9);
    sources(view(500, 0, 9));

    assertEquals(List.of(source(9, 500L)), sources(view(750, 0, 10)));
  }

  @Test
  void shouldNotPassEventWhoseCommandsAreHeldThoughItsOffsetIsCommitted() {
    heldBackFrom = 5;

    assertEquals(List.of(source(5, null)), sources(view(500, 7, 7)));

    heldBackFrom = Long.MAX_VALUE;
    assertEquals(List.of(source(7, 750L)), sources(view(750, 7, 7)));
  }

  @Test
  void shouldNotBelieveWhatSuccessorCommitsWhoseHeldCommandsItDoesNotSee() {
    progress.mapped(PARTITION, 5);

    assertEquals(List.of(source(5, null)), sources(view(500, 7, 7, "successor")));
  }

  @Test
  void shouldRememberWhatWasCommittedWhileItHadThePartition() {
    sources(view(500, 7, 7));

    assertEquals(List.of(source(7, 750L)), sources(view(750, 7, 7, "")));
  }

  @Test
  void shouldNotPassHeldEventOfItsOwn() {
    progress.mapped(PARTITION, 9);
    heldBackFrom = 8;

    assertEquals(List.of(source(8, null)), sources(view(500, 0, 9)));
  }

  @Test
  void shouldSeeEarlierEndsWhileEventsAreAlwaysHeld() {
    heldBackFrom = 8;
    assertEquals(List.of(source(8, null)), sources(view(500, 10, 10)));
    heldBackFrom = 9;
    assertEquals(List.of(source(9, null)), sources(view(750, 12, 12)));
    heldBackFrom = 11;
    assertEquals(List.of(source(11, 500L)), sources(view(1_000, 14, 14)));
    heldBackFrom = 13;
    assertEquals(List.of(source(13, 500L)), sources(view(1_250, 16, 16)));
    heldBackFrom = 14;

    assertEquals(List.of(source(14, 1_000L)), sources(view(1_500, 18, 18)));
  }

  @Test
  void shouldOmitPartitionOfWhichNothingIsKnown() {
    SourceOffsets.View view = new SourceOffsets.View(NOW, Map.of("events", 2), Map.of());

    assertEquals(List.of(), sources(view));
  }

  @Test
  void shouldSpeakForItsOwnPartitionOfEveryTopic() {
    SourceOffsets.View view =
        new SourceOffsets.View(
            Instant.ofEpochMilli(500),
            Map.of("events", 2, "small", 1, "other", 3),
            Map.of(
                PARTITION,
                new SourceOffsets.Range(0, 0, "me"),
                new TopicPartition("events", 0),
                new SourceOffsets.Range(5, 5, "me"),
                new TopicPartition("small", 0),
                new SourceOffsets.Range(5, 5, "me"),
                new TopicPartition("other", 1),
                new SourceOffsets.Range(3, 4, "me")));

    assertEquals(List.of(source(0, 500L), new SourceProgress("other", 1, 3L, null)), sources(view));
    assertEquals(
        List.of(
            new SourceTopic("events", 2), new SourceTopic("other", 3), new SourceTopic("small", 1)),
        progress.marker(view, NOW).getSourcePartitions());
  }

  @Test
  void shouldSayOnceThatAMarkerCoversWhatIsAwaited() {
    progress.awaited(PARTITION, 3);
    progress.awaited(PARTITION, 8);
    progress.mapped(PARTITION, 3);
    assertFalse(isAwaited());

    progress.mapped(PARTITION, 4);
    assertTrue(isAwaited());
    assertFalse(isAwaited(), "no further event is covered");

    progress.mapped(PARTITION, 9);
    assertTrue(isAwaited());
    progress.mapped(PARTITION, 12);
    assertFalse(isAwaited(), "nobody waits any more");
  }

  @Test
  void shouldNotSayThatAMarkerCoversWhatIsHeld() {
    progress.awaited(PARTITION, 5);
    progress.mapped(PARTITION, 9);
    heldBackFrom = 5;
    assertFalse(isAwaited());

    heldBackFrom = Long.MAX_VALUE;
    assertTrue(isAwaited());
  }

  private boolean isAwaited() {
    return progress.marker(view(500, 0, 20), NOW).getAwaited();
  }

  private List<SourceProgress> sources(SourceOffsets.View view) {
    return progress.marker(view, NOW).getSources();
  }

  private static SourceOffsets.View view(long askedAtMs, long mappedUntil, long end) {
    return view(askedAtMs, mappedUntil, end, "me");
  }

  private static SourceOffsets.View view(
      long askedAtMs, long mappedUntil, long end, String mapper) {
    return new SourceOffsets.View(
        Instant.ofEpochMilli(askedAtMs),
        Map.of("events", 2),
        Map.of(PARTITION, new SourceOffsets.Range(mappedUntil, end, mapper)));
  }

  private static SourceProgress source(long nextOffset, @Nullable Long endSeenAtMs) {
    return new SourceProgress("events", 1, nextOffset, endSeenAtMs);
  }
}
