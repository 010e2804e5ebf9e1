// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** How far a run is, in a line. Pure. */
final class ProgressBar {
  private static final int CELLS = 24;
  private static final int PERCENT = 100;
  private static final double FEW = 10;
  private static final int SECONDS = 60;

  private ProgressBar() {}

  /** With a bar, for a line that is drawn anew. */
  static String drawn(Seen seen, Estimate estimate) {
    return bar(seen) + " " + plain(seen, estimate);
  }

  private static String bar(Seen seen) {
    int filled = part(seen, CELLS);
    return "[%s%s] %3d%%"
        .formatted("#".repeat(filled), ".".repeat(CELLS - filled), part(seen, PERCENT));
  }

  /** What is full has no part left, and what has one left is not full. */
  private static int part(Seen seen, int whole) {
    if (seen.known() <= 0) {
      return seen.state().equals("done") ? whole : 0;
    }
    return (int) (whole * Math.min(seen.done(), seen.known()) / seen.known());
  }

  /** Without, for a line of its own. */
  static String plain(Seen seen, Estimate estimate) {
    StringBuilder line = new StringBuilder(seen.state());
    if (seen.known() > 0) {
      line.append(String.format(Locale.ROOT, "  %,d of %,d keys", seen.done(), seen.known()));
    }
    if (seen.failed() > 0) {
      line.append(String.format(Locale.ROOT, ", %,d failed", seen.failed()));
    }
    if (seen.state().equals("running")) {
      pace(line, estimate.perSecond());
      estimate.left(seen.known()).ifPresent(left -> line.append(", ").append(text(left)));
    }
    return seen.reason().isEmpty() ? line.toString() : line + ": " + seen.reason();
  }

  private static void pace(StringBuilder line, OptionalDouble perSecond) {
    if (perSecond.isPresent()) {
      double rate = perSecond.getAsDouble();
      line.append(String.format(Locale.ROOT, rate < FEW ? ", %.1f/s" : ", %,.0f/s", rate));
    }
  }

  private static String text(Duration left) {
    long seconds = left.toSeconds();
    if (seconds < 2 * SECONDS) {
      return "about " + seconds + "s left";
    }
    long minutes = (seconds + SECONDS / 2) / SECONDS;
    return minutes < 2 * SECONDS
        ? "about " + minutes + "m left"
        : "about " + (minutes + SECONDS / 2) / SECONDS + "h left";
  }
}
