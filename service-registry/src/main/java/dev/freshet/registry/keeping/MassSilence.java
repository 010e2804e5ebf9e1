// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberState;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the observer doubts itself. When more than half of the members that live, and three at
 * least, fall silent within one window, the fault is more likely with what lies between; nobody
 * expires then. But not for ever, since they may have been shut down: five minutes at the most.
 * Netflix's Eureka calls the like self-preservation; without an end it kept the dead for ever.
 */
final class MassSilence {
  static final Duration WINDOW = Duration.ofSeconds(15);
  static final Duration LONGEST = Duration.ofMinutes(5);
  static final int FEWEST = 3;

  private @Nullable Doubt doubt;

  /** How the last doubt ended. */
  private String message = "";

  /**
   * @param began by the observer's uptime, which a gap in its listening does not hold up
   * @param silent whose silence it is about
   */
  private record Doubt(Duration began, Set<MemberId> silent, String message) {}

  /** Looks again; says whether that changed anything. */
  boolean changed(Collection<Member> members, Now now, Duration uptime) {
    Doubt current = doubt;
    if (current == null) {
      return begins(members, now, uptime);
    }
    long back = current.silent().size() - stillSilent(members, current.silent());
    if (2 * back > current.silent().size()) {
      message = "heard again from " + back + " of " + current.silent().size() + " members";
    } else if (uptime.minus(current.began()).compareTo(LONGEST) >= 0) {
      message = "not heard again within " + LONGEST.toMinutes() + " min, members expire";
    } else {
      return false;
    }
    doubt = null;
    return true;
  }

  private boolean begins(Collection<Member> members, Now now, Duration uptime) {
    long live = members.stream().filter(each -> each.state().isLive()).count();
    Set<MemberId> silent =
        members.stream()
            .filter(each -> each.state() instanceof MemberState.Suspect)
            .filter(each -> now.since(each.since().listened()).compareTo(WINDOW) <= 0)
            .map(Member::id)
            .collect(Collectors.toUnmodifiableSet());
    if (silent.size() < FEWEST || 2L * silent.size() <= live) {
      return false;
    }
    doubt =
        new Doubt(
            uptime,
            silent,
            silent.size()
                + " of "
                + live
                + " members fell silent within "
                + WINDOW.toSeconds()
                + " s; no member expires for "
                + LONGEST.toMinutes()
                + " min, unless they are heard again");
    return true;
  }

  private static long stillSilent(Collection<Member> members, Set<MemberId> silent) {
    return members.stream()
        .filter(each -> each.state() instanceof MemberState.Suspect)
        .filter(each -> silent.contains(each.id()))
        .count();
  }

  /** Whether nobody may expire. */
  boolean isDoubtful() {
    return doubt != null;
  }

  /** Why, for people; if it is not in doubt, why no longer. */
  String message() {
    return Optional.ofNullable(doubt).map(Doubt::message).orElse(message);
  }
}
