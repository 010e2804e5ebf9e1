// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import dev.freshet.cli.Screen;
import java.io.PrintWriter;

/** Shows how far a run is, whenever something has changed. For one thread. */
final class ProgressLines {
  private final Screen screen;
  private final PrintWriter lines;
  private final Estimate estimate = new Estimate();
  private Seen last = Seen.NOTHING;

  /**
   * Shows nothing yet.
   *
   * @param screen draws one line anew where there is a terminal
   * @param lines gets a line for each change where there is none
   */
  ProgressLines(Screen screen, PrintWriter lines) {
    this.screen = screen;
    this.lines = lines;
  }

  /** What was seen at a time; the last of all stays where it is drawn. */
  void show(Seen seen, long nanos) {
    estimate.add(nanos, seen.done());
    if (screen.live()) {
      String line = ProgressBar.drawn(seen, estimate);
      if (seen.hasEnded()) {
        screen.line(line);
      } else {
        screen.status(line);
      }
    } else if (!seen.equals(last)) {
      print(ProgressBar.plain(seen, estimate));
    }
    last = seen;
  }

  /** Something that went wrong, and will be tried again. */
  void trouble(String message) {
    if (screen.live()) {
      screen.line(message);
    } else {
      print(message);
    }
  }

  private void print(String line) {
    lines.println(line);
    lines.flush();
  }
}
