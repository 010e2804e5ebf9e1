// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The incarnations of members that register over HTTP. Their names say so: whoever announces itself
 * counts its own heartbeats, and one sent in between by somebody else would make the next of its
 * own look old. Pure, but for the randomness of new ones.
 */
final class Starts {
  private static final String OVER_HTTP = "http-";

  private Starts() {}

  /**
   * A start that registers.
   *
   * @param isNew whether the registry knows another one, or none
   * @param startedAt when it registered first
   */
  record Start(String incarnation, boolean isNew, Instant startedAt) {}

  /**
   * The start that registers now.
   *
   * @param named as the caller names it; empty for a name of ours
   * @throws ProblemException if the start has ended, or the member lives and announces itself
   */
  static Start of(RegistrySnapshot snapshot, MemberId id, Optional<String> named, Instant now) {
    Optional<RegistryEntry> known = snapshot.find(id).map(MemberView::entry);
    if (known.isPresent() && isTaken(known.get())) {
      throw announcesItself(id);
    }
    String incarnation = named.orElseGet(() -> OVER_HTTP + UUID.randomUUID());
    if (known.isPresent() && known.get().getEnded().contains(incarnation)) {
      throw other("member " + id + ": incarnation " + incarnation + " has ended");
    }
    return known
        .map(RegistryEntry::getRegistration)
        .filter(last -> last.getIncarnation().equals(incarnation))
        .map(last -> new Start(incarnation, false, Instant.ofEpochMilli(last.getStartedAtMs())))
        .orElseGet(() -> new Start(incarnation, true, now));
  }

  private static boolean isTaken(RegistryEntry known) {
    return known.getState() != MemberStatus.GONE
        && !isOverHttp(known.getRegistration().getIncarnation());
  }

  /** Whether the registry knows the start by now, be it that it ended. */
  static boolean isKnown(RegistrySnapshot snapshot, MemberId id, String incarnation) {
    return snapshot
        .find(id)
        .map(MemberView::entry)
        .filter(
            entry ->
                entry.getRegistration().getIncarnation().equals(incarnation)
                    || entry.getEnded().contains(incarnation))
        .isPresent();
  }

  /**
   * The member, if the start is its last one, began over HTTP and has not left.
   *
   * @throws ProblemException if it is not; says which of these
   */
  static MemberView require(RegistrySnapshot snapshot, MemberId id, String incarnation) {
    MemberView member = Members.require(snapshot, id);
    String current = registration(member).getIncarnation();
    if (!isOverHttp(current)) {
      throw announcesItself(id);
    }
    if (hasLeft(member.entry(), incarnation)) {
      throw other("member " + id + ": incarnation " + incarnation + " has left");
    }
    if (!current.equals(incarnation)) {
      throw other(
          "member %s: found incarnation %s, %s, expected %s"
              .formatted(
                  id,
                  incarnation,
                  member.entry().getEnded().contains(incarnation)
                      ? "which was replaced"
                      : "which never registered",
                  current));
    }
    return member;
  }

  /** Whether the start is the member's last one, and has said goodbye. */
  static boolean hasLeft(RegistryEntry entry, String incarnation) {
    return entry.getRegistration().getIncarnation().equals(incarnation)
        && entry.getEnded().contains(incarnation);
  }

  private static boolean isOverHttp(String incarnation) {
    return incarnation.startsWith(OVER_HTTP);
  }

  private static Registration registration(MemberView member) {
    return member.entry().getRegistration();
  }

  private static ProblemException other(String detail) {
    return ProblemException.of(ApiCode.OTHER_INCARNATION, detail);
  }

  private static ProblemException announcesItself(MemberId id) {
    return ProblemException.of(
        ApiCode.ANNOUNCES_ITSELF,
        "member "
            + id
            + ": found one that announces itself, expected one that registers over HTTP");
  }
}
