// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberState;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Members as entries of the registry, and their states back. Stateless. */
final class EntryForm {
  private EntryForm() {}

  /** What the registry says of a member. */
  static RegistryEntry entry(Member member, String observer) {
    return new RegistryEntry(
        member.registration(),
        status(member.state()),
        reason(member.state()),
        member.since().wall().toEpochMilli(),
        member.health().conditions(),
        member.order(),
        member.clockOff().toMillis(),
        observer,
        member.ended());
  }

  /** Whether the registry would say the same, but for words and times. */
  static boolean saysSame(Member one, Member other) {
    return isSame(one.state(), other.state())
        && one.health().isLike(other.health())
        && Objects.equals(one.order(), other.order())
        && one.clockOff().equals(other.clockOff())
        && one.ended().equals(other.ended())
        && one.registration().equals(other.registration());
  }

  /** Whether two states are one, but for words and times. */
  static boolean isSame(MemberState one, MemberState other) {
    if (one instanceof MemberState.Degraded was && other instanceof MemberState.Degraded is) {
      return was.condition().getType().equals(is.condition().getType());
    }
    if (one instanceof MemberState.Gone was && other instanceof MemberState.Gone is) {
      return was.left() == is.left();
    }
    return one instanceof MemberState.Draining
        ? one.equals(other)
        : one.label().equals(other.label());
  }

  private static MemberStatus status(MemberState state) {
    return MemberStatus.valueOf(state.label().toUpperCase(Locale.ROOT));
  }

  private static String reason(MemberState state) {
    if (state instanceof MemberState.Degraded degraded) {
      MemberCondition broken = degraded.condition();
      return broken.getType()
          + " does not hold: "
          + broken.getReason()
          + (broken.getMessage().isEmpty() ? "" : ", " + broken.getMessage());
    }
    if (state instanceof MemberState.Draining draining) {
      return draining.reason();
    }
    if (state instanceof MemberState.Suspect suspect) {
      return "not heard for " + seconds(suspect.silence());
    }
    if (state instanceof MemberState.Gone gone) {
      return gone.left() ? "has left" : "not heard for " + seconds(gone.silence());
    }
    return state instanceof MemberState.Up ? "runs" : "has registered";
  }

  private static String seconds(Duration silence) {
    return silence.toSeconds() + " s";
  }

  /** The state that an entry is about. How long the silence was, which it does not say, is zero. */
  static MemberState state(RegistryEntry entry) {
    return switch (entry.getState()) {
      case JOINING -> new MemberState.Joining();
      case UP -> new MemberState.Up();
      case DEGRADED -> degraded(entry);
      case DRAINING -> new MemberState.Draining(entry.getReason());
      case SUSPECT -> new MemberState.Suspect(Duration.ZERO);
      case GONE ->
          new MemberState.Gone(
              entry.getEnded().contains(entry.getRegistration().getIncarnation()), Duration.ZERO);
    };
  }

  private static MemberState degraded(RegistryEntry entry) {
    return entry.getConditions().stream()
        .filter(condition -> condition.getStatus() == ConditionStatus.FALSE)
        .findFirst()
        .<MemberState>map(MemberState.Degraded::new)
        .orElseGet(MemberState.Up::new);
  }
}
