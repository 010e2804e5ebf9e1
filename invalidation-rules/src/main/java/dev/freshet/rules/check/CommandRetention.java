// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRegion;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.yaml.ScalarReader;
import java.time.Duration;
import java.util.List;

/**
 * Finds regions whose values live longer in L2 than commands do in their topic. A node that starts
 * refuses values that are older than the first command that it can read: nothing stale is served,
 * but the rest of their TTL is of no use to it.
 */
record CommandRetention(Duration retention) implements Check {

  private record Unit(String name, long ms) {}

  private static final List<Unit> UNITS =
      List.of(
          new Unit("d", 86_400_000),
          new Unit("h", 3_600_000),
          new Unit("m", 60_000),
          new Unit("s", 1_000));

  @Override
  public void run(RuleSets sets, Findings findings) {
    for (FiledRegion filed : sets.regions()) {
      RegionDefinition.L2 l2 = filed.region().l2();
      // A TTL that could not be read is longer than any that can be.
      boolean read = l2.ttl().compareTo(ScalarReader.MAX_DURATION) <= 0;
      if (read && l2.enabled() && l2.ttl().compareTo(retention) > 0) {
        findings.warning(
            filed.file(),
            filed.span(),
            IssueCode.OUTLIVES_COMMANDS,
            "values of region `"
                + filed.region().name()
                + "` live "
                + text(l2.ttl())
                + " in L2, commands "
                + text(retention)
                + ": a node that starts loads the older ones again",
            "lower the `ttl` of `l2`, or raise the retention of the command topic");
      }
    }
  }

  /** In the largest unit that it is a multiple of, as rule files have it. */
  private static String text(Duration duration) {
    long ms = duration.toMillis();
    for (Unit unit : UNITS) {
      if (ms % unit.ms() == 0) {
        return ms / unit.ms() + unit.name();
      }
    }
    return ms + "ms";
  }
}
