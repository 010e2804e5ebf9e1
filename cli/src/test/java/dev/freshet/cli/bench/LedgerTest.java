// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.worker.AppliedCommand;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Target KEY = new Target.Key("bench:item:3:13");
  private static final Target GROUP = new Target.Tag("bench:group:3");
  private static final Receipt RECEIPT = new Receipt("bench.events", 0, 7);
  private static final Profile PROFILE =
      new Profile(
          "p",
          "a profile",
          new Profile.Traffic(1, 1, 0, Bursts.NONE),
          new Profile.Keys(100, 10, 100, 1),
          true);
  private static final Load LOAD = new Load(1, Duration.ofSeconds(1), 2, 200, Duration.ofMillis(1));

  private final Tally tally = new Tally();
  private final Source source = new Source(PROFILE, LOAD, tally);
  private final Ledger ledger = new Ledger(2, source, tally);
  private final long least = Source.version(source.now(13));

  private void applied(int node, Target target, @Nullable Receipt cause) {
    ledger.listener(node).applied(new AppliedCommand(target, new Position(0, 0, 1), cause));
  }

  private void published(boolean isGroup, int number) {
    ledger.published(new Change(isGroup, number, least + 1), System.nanoTime(), RECEIPT);
  }

  private long applied() {
    return tally.counts().applied();
  }

  @Test
  void shouldCountAnEventWhenItIsAppliedOnAllNodes() throws InterruptedException {
    published(false, 13);
    applied(0, KEY, RECEIPT);
    assertEquals(0, applied());
    assertEquals(1, ledger.awaitApplied(Duration.ofMillis(1)));

    applied(1, KEY, RECEIPT);

    assertEquals(1, applied());
    assertEquals(0, ledger.awaitApplied(Duration.ZERO));
  }

  @Test
  void shouldCountTheTimeFromWhenItWasDue() {
    long aMinuteAgo = System.nanoTime() - TimeUnit.MINUTES.toNanos(1);
    ledger.published(new Change(false, 13, least + 1), aMinuteAgo, RECEIPT);
    applied(0, KEY, RECEIPT);
    applied(1, KEY, RECEIPT);

    assertTrue(tally.sample().applyTimes().getMaxValue() >= TimeUnit.SECONDS.toNanos(59));
  }

  @Test
  void shouldRaiseTheFloorOnlyWhereItIsApplied() {
    published(false, 13);
    applied(0, KEY, RECEIPT);

    assertEquals(least + 1, ledger.floors(0).of(13));
    assertEquals(least, ledger.floors(0).of(23));
    assertEquals(least, ledger.floors(1).of(13));
  }

  @Test
  void shouldRaiseAWholeGroup() {
    published(true, 3);
    applied(1, GROUP, RECEIPT);

    assertEquals(least + 1, ledger.floors(1).of(13));
    assertEquals(least + 1, ledger.floors(1).of(93));
    assertEquals(least, ledger.floors(1).of(14));
  }

  @Test
  void shouldNotMindNodesThatAreFasterThanTheReceipt() {
    applied(0, KEY, RECEIPT);
    applied(1, KEY, RECEIPT);
    published(false, 13);

    assertEquals(1, applied());
    assertEquals(least + 1, ledger.floors(0).of(13));
    assertEquals(least + 1, ledger.floors(1).of(13));
  }

  @Test
  void shouldCountACommandOnceThatComesTwice() {
    published(false, 13);
    applied(0, KEY, RECEIPT);
    applied(0, KEY, RECEIPT);

    assertEquals(0, applied());
  }

  @Test
  void shouldLeaveCommandsOfOthersAlone() {
    published(false, 13);
    applied(0, new Target.Key("user:13"), RECEIPT);
    applied(1, KEY, null);
    applied(1, Target.ALL, RECEIPT);

    assertEquals(least, ledger.floors(0).of(13));
    assertEquals(least, ledger.floors(1).of(13));
  }
}
