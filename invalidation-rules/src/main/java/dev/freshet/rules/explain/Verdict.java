// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.explain;

import dev.freshet.events.values.Target;
import dev.freshet.rules.rule.Rate;
import dev.freshet.rules.rule.RuleDefinition.Timing;
import dev.freshet.rules.source.Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one rule says about one event. Immutable and safe for any thread. */
public sealed interface Verdict {

  /**
   * The rule matches.
   *
   * @param targets what it invalidates, in the order of its outputs, each once
   * @param widened holes that the event could not fill, and for which wider targets stand in
   */
  record Match(List<Target> targets, List<Widened> widened, Sending sending) implements Verdict {
    public Match {
      targets = List.copyOf(targets);
      widened = List.copyOf(widened);
    }
  }

  /**
   * The condition says no.
   *
   * @param reasons the predicates that decided it, at least one
   */
  record ConditionFalse(List<Reason> reasons) implements Verdict {
    public ConditionFalse {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * The condition, or some outputs, could not be worked out.
   *
   * @param failures at least one
   * @param reasons the predicates that a condition failed for; empty if outputs failed
   * @param targets what the other outputs invalidate all the same
   */
  record Failed(List<Failure> failures, List<Reason> reasons, List<Target> targets)
      implements Verdict {
    public Failed {
      failures = List.copyOf(failures);
      reasons = List.copyOf(reasons);
      targets = List.copyOf(targets);
    }
  }

  /** The rule is for events of another type. */
  record OtherEvent(String expected) implements Verdict {}

  /** The rule is for this event, but switched off. */
  record Off() implements Verdict {}

  /** The rule had expired when the event was stored. */
  record Expired(Instant since) implements Verdict {}

  /**
   * What could not be worked out.
   *
   * @param location the condition or hole
   * @param reason what is wrong; made into one short line, as it may quote the event
   */
  record Failure(Location location, String reason) {
    public Failure {
      reason = ShownValue.oneLine(reason);
    }
  }

  /**
   * A hole that the event could not fill.
   *
   * @param location the hole
   * @param reason what is missing, in one line
   * @param targets what is invalidated instead
   */
  record Widened(Location location, String reason, List<Target> targets) {
    public Widened {
      targets = List.copyOf(targets);
    }
  }

  /**
   * How the commands are sent.
   *
   * @param timing when
   * @param rate how many, or null for any number
   * @param instead what is sent above the rate
   */
  record Sending(Timing timing, @Nullable Rate rate, List<Target> instead) {
    public Sending {
      instead = List.copyOf(instead);
    }
  }
}
