// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.memory;

import dev.freshet.benchmarks.harness.Claim;
import dev.freshet.benchmarks.harness.Effort;
import dev.freshet.benchmarks.harness.LocalCache;
import dev.freshet.benchmarks.harness.Reading;
import dev.freshet.benchmarks.harness.Suite;
import dev.freshet.benchmarks.harness.Trial;
import dev.freshet.events.values.Target;
import java.util.List;

/**
 * What is kept in memory, by the growth of the live heap: entries over their values, tags, and the
 * epoch table, of which a slot is at most 32 bytes and which is at most 64 MB with a million tags.
 */
public final class MemorySuite implements Suite {
  private static final double SLOT_LIMIT_BYTES = 32;
  private static final double TARGET_LIMIT_BYTES = 64;
  private static final int SOME_TAGS = 4;

  /** Of the most entries: enough for the noise of the heap to be below a byte. */
  private static final int SHARE = 5;

  /** Fewer drown in what else comes and goes in the heap. */
  private static final int LEAST_ENTRIES = 50_000;

  private static final String CAFFEINE = "Caffeine entry over its value";
  private static final String PER_ENTRY = "heap";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String title() {
    return "growth of the live heap, as measured after full collections";
  }

  /** What is counted in bytes is the same each time. */
  @Override
  public int rounds(Effort effort) {
    return effort.fewRounds();
  }

  @Override
  public Trials open(Effort effort) {
    int entries = Math.max(LEAST_ENTRIES, effort.maxEntries() / SHARE);
    int targets = effort.maxEntries();
    Claim bytes = Claim.of(PER_ENTRY, "B");
    return Trials.of(
        List.of(
            new Trial(CAFFEINE, List.of(bytes), () -> read(Entries.inCaffeine(entries))),
            new Trial(
                "L1 entry over its value, 0 tags",
                List.of(bytes.beside(CAFFEINE)),
                () -> read(Entries.inRegion(entries))),
            new Trial(
                "tag that no other entry has", List.of(bytes), () -> read(perTag(entries, "{id}"))),
            new Trial(
                "tag that all entries have", List.of(bytes), () -> read(perTag(entries, "all"))),
            new Trial(
                "epoch table, %,d targets".formatted(targets),
                List.of(
                    Claim.of("per target", "B").atMost(TARGET_LIMIT_BYTES),
                    Claim.of("per slot", "B").atMost(SLOT_LIMIT_BYTES),
                    Claim.of("in all", "MB").atMost(targets * TARGET_LIMIT_BYTES / 1_000_000)),
                () -> epochTable(targets))));
  }

  private static List<Reading> read(double bytes) {
    return List.of(new Reading(PER_ENTRY, bytes));
  }

  private static double perTag(int entries, String suffix) {
    String[] tags = new String[SOME_TAGS];
    for (int i = 0; i < SOME_TAGS; i++) {
      tags[i] = "tag" + i + ":" + suffix;
    }
    double with = Entries.inRegion(entries, tags);
    return (with - Entries.inRegion(entries)) / SOME_TAGS;
  }

  private static List<Reading> epochTable(int targets) {
    double bytes =
        LiveHeap.growthBytes(
            () -> {
              LocalCache node = LocalCache.remembering(targets);
              for (int i = 0; i < targets; i++) {
                node.apply(new Target.Tag("tag:" + i));
              }
              return node;
            });
    return List.of(
        new Reading("per target", bytes / targets),
        new Reading("per slot", bytes / slots(targets)),
        new Reading("in all", bytes / 1_000_000));
  }

  /**
   * The table is two halves, each a power of two of slots of which at most two thirds are used: see
   * the comments of the fence.
   */
  private static long slots(int targets) {
    long atLeast = targets / 2 * 3L / 2;
    return 2 * (Long.highestOneBit(atLeast - 1) << 1);
  }
}
