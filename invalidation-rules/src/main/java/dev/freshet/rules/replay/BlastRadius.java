// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a revision would have done with events that happened, beside the one before it. Immutable
 * and safe for any thread.
 *
 * @param events how many events were replayed
 * @param period when they were stored, or null if there were none
 * @param before what the earlier revision did
 * @param after what the later one would have done
 * @param newlyWide targets of whole regions, or of everything, that only the later one has
 * @param newlyMatched events with a target that only the later one has
 * @param noLongerMatched events with a target that only the earlier one has
 * @param newlyFailing events for which a rule fails that did not
 */
public record BlastRadius(
    long events,
    @Nullable Period period,
    Side before,
    Side after,
    List<String> newlyWide,
    Sampled newlyMatched,
    Sampled noLongerMatched,
    Sampled newlyFailing) {

  public BlastRadius {
    newlyWide = List.copyOf(newlyWide);
  }

  /**
   * When events were stored.
   *
   * @param from the first
   * @param to the last
   */
  public record Period(Instant from, Instant to) {}

  /** Why the later revision is above a limit, each reason in a line; none if it is not. */
  public List<String> exceeds(BlastLimit limit) {
    return limit.reasons(this);
  }

  /** A table of both sides, the top targets and the samples, over several lines. */
  public String toText() {
    return BlastText.of(this);
  }

  /** The same for programs, in one line. */
  public String toJson() {
    return BlastJson.of(this);
  }
}
