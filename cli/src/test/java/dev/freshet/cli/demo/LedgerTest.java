// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cli.demo.oracle.Change;
import dev.freshet.cli.demo.oracle.DemoEvent;
import dev.freshet.cli.demo.oracle.EventMaker;
import dev.freshet.cli.demo.oracle.Oracle;
import dev.freshet.cli.demo.oracle.Slot;
import dev.freshet.cli.demo.oracle.World;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.worker.AppliedCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Receipt RECEIPT = new Receipt("freshet.events", 1, 5);
  private static final Slot SLOT = new Slot(0, "user:profile", Map.of("userId", 1L), true);

  private final Ledger ledger = new Ledger(2, 1);
  private final CompletableFuture<Applied> applied = new CompletableFuture<>();

  private static Change change(int commands) {
    DemoEvent event = new EventMaker(new World(3), 1).next("user.updated");
    return new Change(event, new Oracle.Expectation(List.of(SLOT), commands), List.of(4L));
  }

  private void apply(int node, String target) {
    ledger
        .listener(node)
        .applied(new AppliedCommand(Target.parse(target), new Position(0, 0, 0), RECEIPT));
  }

  @Test
  void shouldCloseAnEventWhenAllNodesHaveAllCommands() {
    ledger.published(change(2), System.nanoTime(), RECEIPT, applied);

    apply(0, "k|a");
    apply(0, "k|b");
    apply(1, "k|a");
    assertFalse(applied.isDone());
    apply(1, "k|b");

    assertTrue(applied.isDone());
    assertEquals(4, applied.join().commands().size());
    assertEquals(1, ledger.latencies().count());
    assertEquals(2, ledger.commands());
  }

  @Test
  void shouldRaiseWhatANodeMayServeOnceItHasAllCommands() {
    ledger.published(change(2), System.nanoTime(), RECEIPT, applied);

    apply(0, "k|a");
    assertEquals(0, ledger.floors(0).of(0));
    apply(0, "k|b");

    assertEquals(4, ledger.floors(0).of(0));
    assertEquals(0, ledger.floors(1).of(0));
  }

  @Test
  void shouldNotCountACommandTwice() {
    ledger.published(change(2), System.nanoTime(), RECEIPT, applied);

    apply(0, "k|a");
    apply(0, "k|a");

    assertEquals(0, ledger.floors(0).of(0));
  }

  @Test
  void shouldBearNodesThatAreFasterThanTheReceipt() {
    apply(0, "k|a");
    apply(1, "k|a");
    assertFalse(applied.isDone());

    ledger.published(change(1), System.nanoTime(), RECEIPT, applied);

    assertTrue(applied.isDone());
    assertEquals(List.of(RECEIPT), List.copyOf(ledger.newest()));
  }

  @Test
  void shouldIgnoreCommandsThatNoEventCaused() {
    ledger.listener(0).applied(new AppliedCommand(Target.ALL, new Position(0, 0, 0), null));

    assertEquals(0, ledger.commands());
  }
}
