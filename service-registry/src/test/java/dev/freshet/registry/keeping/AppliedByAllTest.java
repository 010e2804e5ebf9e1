// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.Applied;
import dev.freshet.events.avro.MemberPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the registry says of the position that all nodes have reached. */
class AppliedByAllTest {
  private final Watch watch = new Watch();

  @Test
  void shouldReportPositionOfSlowestNodeAndWhoItWas() {
    node("a", 10);
    node("b", 10);
    watch.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), applied());

    beat("a", 2, 15);
    watch.gap(Duration.ofMillis(180));
    beat("b", 2, 13);
    watch.pass(Duration.ofSeconds(1));

    assertEquals(List.of(new Applied("events", 3, 13L, 2, "shop/b", 180L)), applied());
    watch.clear();
    watch.pass(Duration.ofSeconds(3));
    assertEquals(List.of(), applied());
  }

  @Test
  void shouldSpeakOnceSecondAtMost() {
    node("a", 0);
    watch.pass(Duration.ofSeconds(1));

    for (int i = 1; i <= 6; i++) {
      beat("a", 1 + i, i);
      watch.pass(Duration.ofMillis(500));
    }

    assertEquals(List.of(2L, 4L, 6L), applied().stream().map(Applied::getNextOffset).toList());
  }

  @Test
  void shouldWaitForNodeThatHasNotSpokenYet() {
    node("a", 10);
    node("b", 10);
    watch.register("c", "1");
    watch.beat("c", "1", 1);
    watch.pass(Duration.ofSeconds(1));
    Watch next = watch.takenOver();

    next.beat(next.nodeBeat("a", "1", 2, 10).build());
    next.pass(Duration.ofSeconds(1));
    next.beat(next.nodeBeat("a", "1", 3, 20).build());
    next.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), next.reports(Applied.class));
    next.beat(next.nodeBeat("b", "1", 2, 12).build());
    next.pass(Duration.ofSeconds(1));
    next.beat(next.nodeBeat("b", "1", 3, 19).build());
    next.pass(Duration.ofSeconds(1));

    assertEquals(
        List.of(19L), next.reports(Applied.class).stream().map(Applied::getNextOffset).toList());
  }

  @Test
  void shouldWaitForNodeThatHasNotFoundTheLogYet() {
    node("a", 10);
    watch.pass(Duration.ofSeconds(1));
    watch.register(Watch.node("b", "1"));
    watch.beat(watch.heartbeat("b", "1", 1).setPhase(MemberPhase.STARTING).build());
    beat("a", 2, 20);

    watch.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), applied());
    beat("b", 2, 15);
    watch.pass(Duration.ofSeconds(1));

    assertEquals(List.of(15L), applied().stream().map(Applied::getNextOffset).toList());
  }

  @Test
  void shouldGoOnWithoutNodeThatIsGone() {
    node("a", 10);
    node("b", 10);
    watch.pass(Duration.ofSeconds(1));
    beat("a", 2, 20);
    watch.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), applied());

    watch.leave("b", "1");
    watch.pass(Duration.ofSeconds(1));

    assertEquals(List.of(new Applied("events", 3, 20L, 1, null, null)), applied());
  }

  private void node(String instance, long nextOffset) {
    watch.register(Watch.node(instance, "1"));
    beat(instance, 1, nextOffset);
    watch.clear();
  }

  private void beat(String instance, long sequence, long nextOffset) {
    watch.beat(watch.nodeBeat(instance, "1", sequence, nextOffset).build());
  }

  private List<Applied> applied() {
    return watch.reports(Applied.class);
  }
}
