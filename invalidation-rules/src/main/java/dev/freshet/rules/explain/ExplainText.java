// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Mode;
import dev.freshet.rules.source.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Explanations for people: one line per rule, and one for all of them.
 *
 * <pre>{@code
 * MATCH      payment/payment-refunded          -> k|payment:history:42, p|payment:transactions|userId=42
 * NO MATCH   payment/payment-refunded-revenue  because data.amount > 0 was false at payment.yaml:50:11 (data.amount = 0)
 * payment.refunded, event 7: 1 of 2 rules matches; 12 are for other events
 * }</pre>
 *
 * Stateless and safe for any thread.
 */
public final class ExplainText {
  private static final int VERDICT_WIDTH = "NO MATCH".length() + 3;

  private ExplainText() {}

  /** What to show beside the rules for events of this type: those for others, all predicates. */
  public record Detail(boolean otherEvents, boolean predicates) {
    /** Neither. */
    public static final Detail SHORT = new Detail(false, false);
  }

  /** The lines, each with a break at its end. */
  public static String render(Explanation explanation, Detail detail) {
    List<RuleExplanation> shown =
        detail.otherEvents() ? explanation.rules() : explanation.concerned();
    int width = shown.stream().mapToInt(one -> name(one).length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (RuleExplanation one : shown) {
      String line = pad(word(one.verdict()), VERDICT_WIDTH) + pad(name(one), width + 2);
      out.append(line).append(because(one.verdict())).append('\n');
      if (detail.predicates()) {
        details(one)
            .forEach(more -> out.append(" ".repeat(VERDICT_WIDTH + 2)).append(more).append('\n'));
      }
    }
    return out.append(summary(explanation)).append('\n').toString();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String name(RuleExplanation one) {
    return one.rule().name() + (one.rule().mode() == Mode.SHADOW ? " (shadow)" : "");
  }

  private static String word(Verdict verdict) {
    if (verdict instanceof Verdict.Match) {
      return "MATCH";
    }
    if (verdict instanceof Verdict.Failed) {
      return "ERROR";
    }
    if (verdict instanceof Verdict.Off) {
      return "OFF";
    }
    if (verdict instanceof Verdict.Expired) {
      return "EXPIRED";
    }
    return verdict instanceof Verdict.OtherEvent ? "OTHER" : "NO MATCH";
  }

  private static String because(Verdict verdict) {
    if (verdict instanceof Verdict.Match match) {
      return targets(match.targets()) + notes(match);
    }
    if (verdict instanceof Verdict.ConditionFalse no) {
      return reasons(no.reasons());
    }
    if (verdict instanceof Verdict.Failed failed) {
      return failures(failed);
    }
    if (verdict instanceof Verdict.Expired expired) {
      return "since " + expired.since();
    }
    return verdict instanceof Verdict.OtherEvent other
        ? "is for " + other.expected()
        : "is switched off (mode: off)";
  }

  private static String reasons(List<Reason> reasons) {
    return reasons.stream()
        .map(Reason::toString)
        .collect(Collectors.joining(" and ", "because ", ""));
  }

  private static String failures(Verdict.Failed failed) {
    if (!failed.reasons().isEmpty()) {
      return reasons(failed.reasons());
    }
    return failed.failures().stream()
            .map(failure -> failure.location() + ": " + failure.reason())
            .collect(Collectors.joining("; "))
        + (failed.targets().isEmpty() ? "" : "; all the same " + targets(failed.targets()));
  }

  private static String targets(Collection<Target> targets) {
    return "-> " + targets.stream().map(Target::text).collect(Collectors.joining(", "));
  }

  private static String notes(Verdict.Match match) {
    List<String> notes = new ArrayList<>();
    match
        .widened()
        .forEach(one -> notes.add("widened at " + one.location() + ", as " + one.reason()));
    Verdict.Sending sending = match.sending();
    addTime(notes, "held back for up to ", sending.timing().coalesce());
    addTime(notes, "repeated after ", sending.timing().repeatAfter());
    if (sending.rate() != null) {
      notes.add(
          "at most "
              + sending.rate().commandsPerSecond()
              + "/s, else "
              + targets(sending.instead()));
    }
    return notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
  }

  private static void addTime(List<String> notes, String what, Duration time) {
    if (!time.isZero()) {
      boolean seconds = time.toMillisPart() == 0;
      String text = seconds ? time.toString().substring(2) : time.toMillis() + "ms";
      notes.add(what + text.toLowerCase(Locale.ROOT));
    }
  }

  private static List<String> details(RuleExplanation one) {
    RuleExplanation.Rule rule = one.rule();
    List<String> lines = new ArrayList<>();
    lines.add(rule.location() + ", revision " + rule.revision() + ", owner " + rule.owner());
    one.predicates().forEach(reason -> lines.add(reason.toString()));
    return lines;
  }

  private static String summary(Explanation explanation) {
    Explanation.Subject subject = explanation.event();
    String event = ShownValue.oneLine(subject.type() + ", event " + subject.id()) + ": ";
    int concerned = explanation.concerned().size();
    int others = explanation.rules().size() - concerned;
    if (concerned == 0) {
      return event + "no rule is for this event" + others(others) + nearest(explanation);
    }
    long matching = count(explanation, Verdict.Match.class);
    long failed = count(explanation, Verdict.Failed.class);
    return event
        + matching
        + (concerned == 1 ? " of 1 rule" : " of " + concerned + " rules")
        + (matching == 1 ? " matches" : " match")
        + (failed == 0 ? "" : ", " + failed + " failed")
        + others(others);
  }

  private static String others(int others) {
    return others == 0 ? "" : "; " + others + (others == 1 ? " is" : " are") + " for other events";
  }

  private static String nearest(Explanation explanation) {
    List<String> types = explanation.rules().stream().map(one -> one.rule().event()).toList();
    String help = NearestName.help(explanation.event().type(), types);
    return help == null ? "" : "; " + help;
  }

  private static long count(Explanation explanation, Class<? extends Verdict> verdict) {
    return explanation.rules().stream().filter(one -> verdict.isInstance(one.verdict())).count();
  }
}
