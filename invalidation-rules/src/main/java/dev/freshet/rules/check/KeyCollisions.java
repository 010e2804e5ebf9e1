// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.check.RuleSets.FiledRegion;
import dev.freshet.rules.source.IssueCode;
import java.util.List;

/**
 * Finds regions that can have the same key. Their values stay apart, but a command for the key of
 * one drops the entry of the other too: between owners nobody would ever find out why.
 */
record KeyCollisions() implements Check {

  @Override
  public void run(RuleSets sets, Findings findings) {
    List<FiledRegion> regions = sets.regions();
    for (int i = 1; i < regions.size(); i++) {
      FiledRegion region = regions.get(i);
      regions.subList(0, i).stream()
          .filter(earlier -> collide(earlier, region))
          .findFirst()
          .ifPresent(earlier -> report(earlier, region, findings));
    }
  }

  private static boolean collide(FiledRegion one, FiledRegion two) {
    // Two regions of one name are the compiler's.
    return !one.region().name().equals(two.region().name()) && one.shape().overlaps(two.shape());
  }

  private static void report(FiledRegion earlier, FiledRegion region, Findings findings) {
    var origin = earlier.region().origin();
    String message =
        "keys of `"
            + region.region().key()
            + "` can be keys of `"
            + earlier.region().key()
            + "`, region `"
            + earlier.region().name()
            + "` of "
            + origin.owner()
            + " at "
            + origin.location();
    String help = "begin the key with what no other key begins with, such as the region's name";
    if (origin.owner().equals(region.region().origin().owner())) {
      findings.warning(region.file(), region.span(), IssueCode.KEY_COLLISION, message, help);
    } else {
      findings.error(region.file(), region.span(), IssueCode.KEY_COLLISION, message, help);
    }
  }
}
