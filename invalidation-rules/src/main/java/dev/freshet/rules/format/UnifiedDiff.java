// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What changes between two texts, as {@code diff -u} writes it. Compares by the greedy algorithm of
 * E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986); texts that differ in more
 * than {@value #MOST_CHANGES} lines are shown as replaced in full. Stateless and safe for any
 * thread.
 */
public final class UnifiedDiff {
  private static final int MOST_CHANGES = 2_000;
  private static final int CONTEXT = 3;

  /**
   * A line of both texts ({@code ' '}), of the old one ({@code '-'}) or the new one ({@code '+'}).
   */
  private record Line(char sign, String text) {}

  private UnifiedDiff() {}

  /** The difference, with a line feed at its end; empty if there is none. */
  public static String of(String file, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    List<Line> lines = compare(split(before), split(after));
    StringBuilder out = new StringBuilder();
    out.append("--- ").append(file).append("\n+++ ").append(file).append('\n');
    int at = 0;
    while (at < lines.size()) {
      int change = nextChange(lines, at);
      if (change == lines.size()) {
        break;
      }
      int end = endOfHunk(lines, change);
      appendHunk(lines, Math.max(at, change - CONTEXT), end, out);
      at = end;
    }
    return out.toString();
  }

  /** A line without a line feed, at the end, is another line than one with it. */
  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    int last = lines.size() - 1;
    if (lines.get(last).isEmpty()) {
      lines.remove(last);
    } else {
      lines.set(last, lines.get(last) + "\n\\ No newline at end of file");
    }
    return lines;
  }

  private static int nextChange(List<Line> lines, int from) {
    int at = from;
    while (at < lines.size() && lines.get(at).sign() == ' ') {
      at++;
    }
    return at;
  }

  /** Changes with few lines between them share a hunk. */
  private static int endOfHunk(List<Line> lines, int change) {
    int end = change;
    int next = change;
    while (next < lines.size() && next - end <= 2 * CONTEXT) {
      end = next + 1;
      next = nextChange(lines, end);
    }
    return Math.min(end + CONTEXT, lines.size());
  }

  private static void appendHunk(List<Line> lines, int from, int to, StringBuilder out) {
    List<Line> hunk = lines.subList(from, to);
    out.append("@@ -").append(range(lines.subList(0, from), hunk, '-'));
    out.append(" +").append(range(lines.subList(0, from), hunk, '+')).append(" @@\n");
    hunk.forEach(line -> out.append(line.sign()).append(line.text()).append('\n'));
  }

  private static String range(List<Line> before, List<Line> hunk, char sign) {
    long count = count(hunk, sign);
    return (count(before, sign) + (count == 0 ? 0 : 1)) + "," + count;
  }

  private static long count(List<Line> lines, char sign) {
    return lines.stream().filter(line -> line.sign() == ' ' || line.sign() == sign).count();
  }

  private static List<Line> compare(List<String> before, List<String> after) {
    int same = 0;
    int shorter = Math.min(before.size(), after.size());
    while (same < shorter && before.get(same).equals(after.get(same))) {
      same++;
    }
    List<Line> lines = new ArrayList<>();
    before.subList(0, same).forEach(text -> lines.add(new Line(' ', text)));
    List<String> oldRest = before.subList(same, before.size());
    List<String> newRest = after.subList(same, after.size());
    lines.addAll(new Trace(oldRest, newRest).lines());
    return lines;
  }

  /** The furthest that each diagonal gets with each number of changes. */
  private static final class Trace {
    private final List<String> before;
    private final List<String> after;
    private final List<int[]> furthest = new ArrayList<>();

    Trace(List<String> before, List<String> after) {
      this.before = before;
      this.after = after;
    }

    List<Line> lines() {
      int changes = 0;
      while (changes <= MOST_CHANGES && !advance(changes)) {
        changes++;
      }
      return changes > MOST_CHANGES ? replaced() : path(changes);
    }

    private List<Line> replaced() {
      List<Line> lines = new ArrayList<>();
      before.forEach(text -> lines.add(new Line('-', text)));
      after.forEach(text -> lines.add(new Line('+', text)));
      return lines;
    }

    /** Follows every diagonal with one more change; says whether the end is reached. */
    private boolean advance(int changes) {
      int[] row = new int[2 * changes + 1];
      boolean done = false;
      for (int diagonal = -changes; diagonal <= changes; diagonal += 2) {
        int x = start(changes, diagonal);
        while (x < before.size()
            && x - diagonal < after.size()
            && before.get(x).equals(after.get(x - diagonal))) {
          x++;
        }
        row[diagonal + changes] = x;
        done |= x >= before.size() && x - diagonal >= after.size();
      }
      furthest.add(row);
      return done;
    }

    private int start(int changes, int diagonal) {
      if (changes == 0) {
        return 0;
      }
      return isInsertion(changes, diagonal)
          ? reached(changes - 1, diagonal + 1)
          : reached(changes - 1, diagonal - 1) + 1;
    }

    private boolean isInsertion(int changes, int diagonal) {
      return diagonal == -changes
          || (diagonal != changes
              && reached(changes - 1, diagonal - 1) < reached(changes - 1, diagonal + 1));
    }

    private int reached(int changes, int diagonal) {
      return furthest.get(changes)[diagonal + changes];
    }

    private List<Line> path(int allChanges) {
      List<Line> reversed = new ArrayList<>();
      int x = before.size();
      int y = after.size();
      for (int changes = allChanges; changes > 0; changes--) {
        int diagonal = x - y;
        boolean insertion = isInsertion(changes, diagonal);
        int start = start(changes, diagonal);
        while (x > start) {
          reversed.add(new Line(' ', before.get(--x)));
        }
        y = start - diagonal;
        reversed.add(insertion ? new Line('+', after.get(--y)) : new Line('-', before.get(--x)));
      }
      while (x > 0) {
        reversed.add(new Line(' ', before.get(--x)));
      }
      Collections.reverse(reversed);
      return reversed;
    }
  }
}
