// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup;

import static dev.freshet.events.avro.WarmupPriority.HIGH;
import static dev.freshet.events.avro.WarmupPriority.LOW;
import static dev.freshet.events.avro.WarmupPriority.MEDIUM;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final List<FakeLane> opened = new ArrayList<>();
  private final Lanes lanes =
      new Lanes(
          now -> this.mayOpen,
          priority -> {
            FakeLane lane = new FakeLane(priority);
            opened.add(lane);
            return lane;
          },
          2);
  private long nowNanos;
  private boolean mayOpen = true;

  @Test
  void shouldOpenNoneThatWouldLeadNowhere() {
    mayOpen = false;
    adapt(Duration.ZERO);
    assertEquals(List.of(), opened);

    mayOpen = true;
    adapt(Duration.ZERO);
    assertEquals(3, opened.size());
  }

  @Test
  void shouldOpenOneForEachPriority() {
    adapt(Duration.ZERO);
    adapt(Duration.ofSeconds(10));

    assertEquals(List.of(HIGH, MEDIUM, LOW), opened.stream().map(FakeLane::priority).toList());
  }

  @Test
  void shouldOpenASecondOneWhereMoreIsWaiting() {
    adapt(Duration.ZERO);
    give(opened.get(2), 2);

    adapt(Duration.ZERO);
    adapt(Duration.ZERO);

    assertEquals(4, opened.size());
    assertEquals(LOW, opened.get(3).priority());
  }

  @Test
  void shouldOpenAThirdOneWhileTheOthersAreHeldUpAndCloseItAgain() {
    adapt(Duration.ZERO);
    give(opened.get(0), 1);
    adapt(Duration.ofSeconds(3));
    assertEquals(4, opened.size(), "held up, though there was not more");
    give(opened.get(3), 1);
    adapt(Duration.ofSeconds(1));
    assertEquals(4, opened.size(), "not for long yet");
    adapt(Duration.ofSeconds(2));
    assertEquals(5, opened.size());
    adapt(Duration.ofSeconds(10));
    assertEquals(5, opened.size(), "that many and no more");

    opened.forEach(lane -> List.copyOf(lane.held).forEach(each -> settle(lane, each)));
    adapt(Duration.ofSeconds(61));
    adapt(Duration.ofSeconds(1));

    assertEquals(2, opened.stream().filter(lane -> lane.isClosed).count());
    assertTrue(opened.subList(0, 3).stream().noneMatch(lane -> lane.isClosed));
  }

  private void adapt(Duration later) {
    nowNanos += later.toNanos();
    lanes.adapt(nowNanos);
  }

  private void give(FakeLane lane, int tasks) {
    for (int i = 0; i < tasks; i++) {
      lane.next.add(new ConsumerRecord<>("tasks", 0, i, new byte[0], new byte[0]));
    }
    assertEquals(tasks, lanes.take(nowNanos).size());
  }

  private static void settle(FakeLane lane, ConsumerRecord<byte[], byte[]> task) {
    lane.settle(task, AcknowledgeType.ACCEPT);
  }
}
