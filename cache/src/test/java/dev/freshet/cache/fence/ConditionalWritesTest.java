// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Writes on condition that begin in the middle of a command. */
class ConditionalWritesTest {
  private static final Target KEY = new Target.Key("a:42");
  private static final Targets TARGETS = Targets.of(List.of(KEY, Target.ALL));

  /** Does something once, at the step with this number. */
  private static final class At implements Interleaving {
    private final int number;
    private final Runnable action;
    private boolean armed;
    private int steps;

    At(int number, Runnable action) {
      this.number = number;
      this.action = action;
    }

    @Override
    public void step() {
      if (armed && ++steps == number) {
        armed = false;
        action.run();
      }
    }

    @Override
    public void awaiting(CompletableFuture<?> awaited) {}
  }

  /** A writer that saw an entry, and begins at some step of another one's command. */
  private static final class Writer {
    private final At at;
    private final Fence fence;
    private @Nullable Writing writing;
    private boolean sawFresh;
    private L1Entry<String> seen;

    Writer(int step) {
      at = new At(step, this::begin);
      fence = new Fence(new EpochTable(100, 1), at);
      fence.startOver(new LogIdentity(new UUID(1, 2), 1), target -> 0);
      seen = entryOf(fence, "seen");
    }

    private static L1Entry<String> entryOf(Fence fence, String value) {
      return requireNonNull(fence.admit(value, TARGETS, fence.counter()));
    }

    private void begin() {
      writing = fence.begin(TARGETS);
      sawFresh = seen.isFresh();
    }

    /** Whether the write is accepted; null if the command has no such step. */
    @Nullable Boolean run() {
      at.armed = true;
      fence.apply(KEY, new Position(0, 0, 0));
      if (writing == null) {
        return null;
      }
      fence.apply(KEY, new Position(0, 0, 1));
      return sawFresh && fence.admitWritten("new", writing) != null;
    }
  }

  @Test
  void shouldNotTakeAnEntryForCurrentThatTheCommandIsAboutToTouch() {
    int steps = 0;
    for (Boolean accepted = new Writer(1).run(); accepted != null; steps++) {
      assertEquals(false, accepted, "at step " + (steps + 1));
      accepted = new Writer(steps + 2).run();
    }
    assertTrue(steps >= 4, "found " + steps + " steps, expected all between table and watermark");
  }

  @Test
  void shouldAcceptAWriteThatBeganAfterTheCommand() {
    Writer writer = new Writer(1_000);
    assertEquals(null, writer.run());
    writer.seen = Writer.entryOf(writer.fence, "seen later");
    writer.begin();
    writer.fence.apply(KEY, new Position(0, 0, 1));

    assertTrue(writer.sawFresh);
    assertNotNull(writer.fence.admitWritten("new", requireNonNull(writer.writing)));
  }
}
