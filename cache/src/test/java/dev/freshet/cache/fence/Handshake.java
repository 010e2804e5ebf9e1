// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.List;
import java.util.UUID;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a source with their commands, against loads that put what they read into the cache.
 * Public, with a constructor without arguments: the model checker makes and drives it.
 */
public class Handshake {
  private static final Target KEY = new Target.Key("a");

  private final Fence fence;
  private volatile int source;
  private volatile @Nullable L1Entry<Integer> admitted;
  private int commands;

  /** With the fence as it is. */
  public Handshake() {
    this(Fences.SOUND);
  }

  Handshake(Fences fences) {
    fence = fences.create(8, Interleaving.NONE, () -> {});
    fence.startOver(new LogIdentity(new UUID(1, 1), 1), target -> 0);
  }

  /** The source changes, and then its command is applied: by one thread. */
  @Operation(nonParallelGroup = "applier")
  @SuppressWarnings("NonAtomicVolatileUpdate") // there is one who changes
  public void change() {
    source = source + 1;
    boolean unused = fence.apply(KEY, new Position(0, 0, commands++));
  }

  /** A load: stamp, source, admission, entry. */
  @Operation
  public void load() {
    long stamp = fence.counter();
    L1Entry<Integer> entry = fence.admit(source, Targets.of(List.of(KEY)), stamp);
    if (entry != null) {
      admitted = entry;
    }
  }

  /** When all have ended, what is fresh is what the source says. */
  @Validate
  public void shouldHoldNothingStale() {
    L1Entry<Integer> entry = admitted;
    if (entry != null && entry.isFresh() && entry.value() != source) {
      throw new IllegalStateException("fresh: found " + entry.value() + ", expected " + source);
    }
  }

  /** With a fence that checks before it interns. */
  public static class ChecksBeforeItInterns extends Handshake {
    /** For the model checker. */
    public ChecksBeforeItInterns() {
      super(Fences.CHECKS_BEFORE_IT_INTERNS);
    }
  }

  /** With a fence whose commands write the table last. */
  public static class WritesTheTableLast extends Handshake {
    /** For the model checker. */
    public WritesTheTableLast() {
      super(Fences.WRITES_THE_TABLE_LAST);
    }
  }
}
