// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much worse than the running revision a new one may be before somebody has to say why. All
 * limits compare the two sides of one replay, so that a busy day does not count against the new
 * one. Immutable and safe for any thread.
 *
 * @param commandsPerMinute up to so many at the 99th percentile and in the busiest minute are never
 *     too many
 * @param commandsFactor beyond, the new revision may have so many times those of the old one
 * @param targets up to so many different targets are never too many
 * @param targetsFactor beyond, the new revision may have so many times those of the old one
 * @param newlyWide whether it may invalidate a whole region, or everything, or scan, where the old
 *     one did not
 */
public record BlastLimit(
    long commandsPerMinute,
    double commandsFactor,
    long targets,
    double targetsFactor,
    boolean newlyWide) {

  /**
   * 1,000 commands per minute, then twice those of the old revision; 10,000 targets, then three
   * times; nothing that is newly wide.
   */
  public static final BlastLimit DEFAULT = new BlastLimit(1_000, 2, 10_000, 3, false);

  List<String> reasons(BlastRadius radius) {
    List<String> reasons = new ArrayList<>();
    PerMinute then = radius.before().perMinute();
    PerMinute now = radius.after().perMinute();
    commands("commands per minute, p99", then.p99(), now.p99(), reasons);
    commands("commands in the busiest minute", then.max(), now.max(), reasons);
    check(
        "distinct targets",
        radius.before().targets().count(),
        radius.after().targets().count(),
        bound(targets, targetsFactor, radius.before().targets().count()),
        reasons);
    if (!newlyWide) {
      for (String target : radius.newlyWide()) {
        reasons.add("target " + target + ": found one that is new, expected none so wide");
      }
      long scans = radius.after().commands(TargetKind.SCAN);
      if (scans > 0 && radius.before().commands(TargetKind.SCAN) == 0) {
        reasons.add(
            String.format(
                Locale.ROOT, "scans: found %,d, expected none as there were none before", scans));
      }
    }
    return List.copyOf(reasons);
  }

  private void commands(String what, long before, long after, List<String> reasons) {
    check(what, before, after, bound(commandsPerMinute, commandsFactor, before), reasons);
  }

  private static long bound(long floor, double factor, long before) {
    return Math.max(floor, (long) (factor * before));
  }

  private static void check(
      String what, long before, long after, long bound, List<String> reasons) {
    if (after > bound) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "%s: found %,d, expected at most %,d (before: %,d)",
              what,
              after,
              bound,
              before));
    }
  }
}
