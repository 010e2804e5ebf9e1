// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.io.PrintStream;

/**
 * Lines for people, and on a terminal one line below them that is drawn anew while work goes on.
 * For one thread.
 */
public final class Screen {
  private static final int BAR = 24;
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream out;
  private final boolean live;
  private boolean drawn;

  /** A screen; {@code live} if {@code out} is a terminal. */
  public Screen(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  /** The screen of this process; the launcher says whether it is a terminal. */
  public static Screen ofSystem() {
    return new Screen(System.out, Boolean.getBoolean("freshet.terminal"));
  }

  /** Prints a line that stays. */
  public void line(String text) {
    out.print((drawn ? CLEAR_LINE : "") + text + System.lineSeparator());
    out.flush();
    drawn = false;
  }

  /** Draws the line that does not stay; nothing where there is no terminal. */
  public void status(String text) {
    if (live) {
      out.print(CLEAR_LINE + text);
      out.flush();
      drawn = true;
    }
  }

  /** Draws how far a piece of work is. */
  public void progress(String work, long done, long total) {
    status(bar(work, done, total));
  }

  /** Whether lines can be drawn anew. */
  public boolean live() {
    return live;
  }

  static String bar(String work, long done, long total) {
    int filled = total == 0 ? BAR : (int) (BAR * Math.min(done, total) / total);
    return "%-28s [%s%s] %,d of %,d"
        .formatted(work, "#".repeat(filled), ".".repeat(BAR - filled), done, total);
  }
}
