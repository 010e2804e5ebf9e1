// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.worker.AppliedCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurgeWatchTest {
  private static final Receipt EVENT = new Receipt("freshet.events", 0, 7);

  private final PurgeWatch watch = new PurgeWatch(2);

  private static AppliedCommand command(String target, Receipt cause) {
    return new AppliedCommand(Target.parse(target), new Position(0, 0, 1), cause);
  }

  @Test
  void shouldAskForNewPricesOnlyWhereTheCommandWasApplied() {
    watch.prices().change();

    watch.listener(1).applied(command("t|demo:shop:1", EVENT));

    assertEquals(0, watch.floor(0));
    assertEquals(2, watch.floor(1));
    assertEquals(
        List.of("1 t|demo:shop:1"),
        watch.steps(EVENT).stream().map(step -> step.node() + " " + step.target()).toList());
  }

  @Test
  void shouldTakeNoNoticeOfOtherCommands() {
    watch.listener(0).applied(command("t|user:1", EVENT));
    watch.listener(0).applied(command("t|demo:shop:1", new Receipt("freshet.events", 0, 8)));

    assertEquals(List.of(), watch.steps(EVENT));
  }
}
