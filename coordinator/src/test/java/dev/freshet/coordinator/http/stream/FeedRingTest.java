// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.state.Gap;
import dev.freshet.events.state.StreamCursor;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FeedRingTest {
  private static FeedItem item(long offset) {
    return FeedItem.of(MemoryTopic.event(offset, "a/1", "i"));
  }

  private static List<Long> offsets(FeedRing.Slice slice) {
    return slice.items().stream().map(FeedItem::offset).toList();
  }

  @Test
  void shouldHandOutItemsByTheirNumbers() {
    FeedRing ring = new FeedRing(10, 1 << 20, 99);
    ring.append(List.of(item(100), item(101), item(102)));

    assertEquals(List.of(100L, 101L, 102L), offsets(ring.read(0, 16)));
    assertEquals(List.of(101L), offsets(ring.read(1, 1)));
    assertEquals(List.of(), offsets(ring.read(3, 16)));
    assertEquals(new FeedRing.Place(3, 102), ring.end());
  }

  @Test
  void shouldDropTheOldestAndSayWhereItGoesOn() {
    FeedRing ring = new FeedRing(3, 1 << 20, -1);
    for (long offset = 0; offset < 10; offset++) {
      ring.append(List.of(item(offset)));
    }

    FeedRing.Slice slice = ring.read(2, 16);

    assertEquals(7, slice.first());
    assertEquals(List.of(7L, 8L, 9L), offsets(slice));
  }

  @Test
  void shouldHoldNoMoreBytesThanItMay() {
    int size = item(1_000).bytes();
    FeedRing ring = new FeedRing(1_000, 5L * size, -1);

    for (long offset = 1_000; offset < 1_100; offset++) {
      ring.append(List.of(item(offset)));
      assertTrue(ring.bytes() <= 5L * size, () -> "" + ring.bytes());
    }

    assertEquals(5, ring.read(0, 100).items().size());
  }

  @Test
  void shouldDropAnItemThatIsTooLargeForItAltogether() {
    FeedRing ring = new FeedRing(10, 600, -1);

    ring.append(List.of(FeedItem.of(MemoryTopic.event(0, "a".repeat(1_000), "i")), item(1)));

    assertEquals(OptionalLong.empty(), ring.behind(0));
    assertEquals(0, ring.bytes());
    assertEquals(2, ring.read(0, 16).first());
  }

  @Test
  void shouldServeWhoeverIsBehindAllThatItDropped() {
    FeedRing ring = new FeedRing(3, 1 << 20, 9);
    assertEquals(OptionalLong.of(0), ring.behind(9));
    assertEquals(OptionalLong.empty(), ring.behind(8), "it began later");
    assertEquals(OptionalLong.empty(), ring.behind(10), "it is not there yet");

    ring.append(List.of(item(10), item(11), item(12), item(13)));

    assertEquals(OptionalLong.empty(), ring.behind(9), "10 was dropped");
    assertEquals(OptionalLong.of(1), ring.behind(10));
    assertEquals(OptionalLong.of(4), ring.behind(13));
  }

  @Test
  void shouldForgetATopicThatWasMadeAnew() {
    FeedRing ring = new FeedRing(10, 1 << 20, -1);
    ring.append(List.of(item(0), item(1), item(2)));
    Gap anew = new Gap(new StreamCursor(0, 3), new StreamCursor(0, 0));

    ring.append(List.of(FeedItem.of(anew), item(0)));

    assertEquals(3, ring.read(0, 16).first());
    assertEquals(List.of(-1L, 0L), offsets(ring.read(3, 16)));
    assertEquals(OptionalLong.empty(), ring.behind(2), "a cursor of the old topic");
    assertEquals(OptionalLong.of(5), ring.behind(0));
  }
}
