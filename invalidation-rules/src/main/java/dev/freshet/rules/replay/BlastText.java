// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.util.List;
import java.util.Locale;

/** Writes a blast radius for people. Stateless. */
final class BlastText {
  private static final String ROW = "%-28s %14s %14s  %s%n".replace("%n", "\n");
  private static final int DATA_SHOWN = 300;

  private final BlastRadius radius;
  private final StringBuilder out = new StringBuilder();

  private BlastText(BlastRadius radius) {
    this.radius = radius;
  }

  static String of(BlastRadius radius) {
    return new BlastText(radius).write();
  }

  private String write() {
    out.append(line("%,d events replayed", radius.events()));
    if (radius.period() != null) {
      out.append(", ").append(radius.period().from()).append(" to ").append(radius.period().to());
    }
    out.append('\n');
    if (radius.events() > 0) {
      table();
      top("before", radius.before().top());
      top("after", radius.after().top());
      samples("newly matched", "+ ", radius.newlyMatched());
      samples("no longer matched", "- ", radius.noLongerMatched());
      samples("newly failing", "! ", radius.newlyFailing());
    }
    return out.toString();
  }

  private void table() {
    Side then = radius.before();
    Side now = radius.after();
    out.append(String.format(Locale.ROOT, ROW, "", "before", "after", "").replaceAll(" +\n", "\n"));
    row("events matched", then.matched(), now.matched());
    row("commands", then.commands(), now.commands());
    for (TargetKind kind : TargetKind.values()) {
      if (then.commands(kind) + now.commands(kind) > 0) {
        row("  " + kind.text(), then.commands(kind), now.commands(kind));
      }
    }
    row("commands per minute, p50", then.perMinute().p50(), now.perMinute().p50());
    row("                     p99", then.perMinute().p99(), now.perMinute().p99());
    row("                     max", then.perMinute().max(), now.perMinute().max());
    row(
        "distinct targets",
        then.targets(),
        now.targets(),
        then.targets().count(),
        now.targets().count());
    row("commands in shadow mode", then.shadowCommands(), now.shadowCommands());
    row("failures", then.failures(), now.failures());
    radius.newlyWide().forEach(target -> out.append("newly wide: ").append(target).append('\n'));
  }

  private void row(String what, long before, long after) {
    row(what, line("%,d", before), line("%,d", after), before, after);
  }

  private void row(String what, Object shown, Object shownAfter, long before, long after) {
    String row = String.format(Locale.ROOT, ROW, what, shown, shownAfter, change(before, after));
    out.append(row.replaceAll(" +\n", "\n"));
  }

  private static String change(long before, long after) {
    if (before == after) {
      return "";
    }
    return before == 0 ? "new" : line("%+d %%", Math.round(100.0 * (after - before) / before));
  }

  private void top(String side, List<TopTarget> targets) {
    if (!targets.isEmpty()) {
      out.append("\ntop targets ").append(side).append('\n');
      targets.forEach(top -> out.append(line("%,14d  %s\n", top.commands(), top.target())));
    }
  }

  private void samples(String sort, String sign, Sampled sampled) {
    if (sampled.events() == 0) {
      return;
    }
    out.append(line("\n%,d %s %s", sampled.events(), plural(sampled.events()), sort));
    boolean some = sampled.samples().size() < sampled.events();
    out.append(some ? ", for example\n" : "\n");
    for (Sample sample : sampled.samples()) {
      out.append(
          line("  %s %s %s %s\n", sample.storedAt(), sample.type(), sample.source(), sample.id()));
      out.append("    ").append(shortened(BlastJson.data(sample))).append('\n');
      sample.details().forEach(detail -> out.append("    " + sign + detail + "\n"));
    }
  }

  private static String plural(long events) {
    return events == 1 ? "event" : "events";
  }

  private static String shortened(String data) {
    return data.length() <= DATA_SHOWN ? data : data.substring(0, DATA_SHOWN) + "…";
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
