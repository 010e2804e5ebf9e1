// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberState;
import dev.freshet.registry.MemberView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is there and how they are, judged by one observer: folds what comes in over what is known,
 * and says what follows. Has no clock and does no I/O; the same inputs have the same outcome.
 *
 * <p>Members are judged by when the observer hears them, never by their clocks or the broker's. A
 * record that is read late counts as heard when it is read. Not safe for several threads.
 *
 * <p>It can be begun again from the entries alone: every member then has its whole lease before it.
 */
public final class Registry {
  /** How long a member that is gone stays in the registry. */
  public static final Duration FORGET_AFTER = Duration.ofMinutes(10);

  private static final Duration APPLIED_EVERY = Duration.ofSeconds(1);

  private final String observer;
  private final Map<MemberId, Member> members = new TreeMap<>();
  private final Strangers strangers = new Strangers();
  private final WaitingOrders waitingOrders = new WaitingOrders();
  private final AppliedByAll applied = new AppliedByAll();
  private final MassSilence massSilence = new MassSilence();
  private final Listening listening;
  private Duration appliedAsked;
  private Instant observedSince;

  private Registry(String observer, Moment start) {
    this.observer = observer;
    this.listening = new Listening(start);
    this.appliedAsked = start.uptime();
    this.observedSince = start.wall();
  }

  /**
   * A registry that begins with what another observer, or this one in an earlier life, has left.
   *
   * @param observer the name of this observer
   */
  public static Registry restore(
      String observer, Collection<RegistryEntry> entries, Moment moment) {
    Registry registry = new Registry(observer, moment);
    Now now = registry.listening.at(moment);
    for (RegistryEntry entry : entries) {
      Member member = Member.restored(entry, now);
      registry.members.put(member.id(), member);
    }
    return registry;
  }

  /** All that the registry says now, for whoever may not have heard it. */
  public List<RegistryChange> everything() {
    List<RegistryChange> all = new ArrayList<>();
    members.values().forEach(member -> all.add(written(member)));
    all.add(status());
    return all;
  }

  /** A member says who it is, for the first time or again. */
  public List<RegistryChange> registered(Registration registration, Moment moment) {
    Now now = listening.at(moment);
    MemberId id = MemberId.of(registration);
    Member before = members.get(id);
    if (before != null && before.hasEnded(registration.getIncarnation())) {
      return List.of(Rejections.ended(before, registration.getIncarnation(), "registration"));
    }
    List<RegistryChange> changes = new ArrayList<>(Rejections.leaseTaken(before, registration));
    changes.addAll(settle(before, registeredMember(before, registration, now)));
    strangers
        .registered(member(id))
        .ifPresent(beat -> changes.addAll(heard(beat.heartbeat(), beat.storedAt(), moment)));
    return changes;
  }

  private Member registeredMember(@Nullable Member before, Registration registration, Now now) {
    if (before == null) {
      MemberId id = MemberId.of(registration);
      return Member.joining(registration, waitingOrders.take(id), now);
    }
    if (before.incarnation().equals(registration.getIncarnation())) {
      return before.registeredAgain(registration, now);
    }
    applied.gone(before.id());
    return before.replacedBy(registration, now);
  }

  /**
   * A member has said goodbye.
   *
   * @param incarnation which start of it; null for whichever is known
   */
  public List<RegistryChange> left(MemberId id, @Nullable String incarnation, Moment moment) {
    Now now = listening.at(moment);
    Member before = members.get(id);
    if (before == null) {
      return List.of(Rejections.notRegistered(id, "goodbye"));
    }
    if (before.hasEnded(before.incarnation())) {
      return List.of();
    }
    return incarnation == null || incarnation.equals(before.incarnation())
        ? settle(before, before.left(now))
        : List.of(Rejections.replaced(before, incarnation, "goodbye"));
  }

  /**
   * A heartbeat has come.
   *
   * @param storedAt by the broker's clock; only to show a member's clock that is off
   */
  public List<RegistryChange> heard(Heartbeat heartbeat, Instant storedAt, Moment moment) {
    Now now = listening.at(moment);
    MemberId id = MemberId.of(heartbeat);
    Member before = members.get(id);
    if (before == null || isUnknownStart(before, heartbeat)) {
      strangers.heard(id, heartbeat, storedAt);
      return List.of(Rejections.unknown(id, before, heartbeat.getIncarnation()));
    }
    if (before.hasEnded(heartbeat.getIncarnation())) {
      return isLastWord(before, heartbeat)
          ? List.of()
          : List.of(Rejections.ended(before, heartbeat.getIncarnation(), "heartbeat"));
    }
    long last = before.signs().sequence();
    if (heartbeat.getSequence() <= last) {
      // The same once more comes from a producer that tries again.
      return heartbeat.getSequence() == last
          ? List.of()
          : List.of(Rejections.sequenceBack(id, heartbeat, last));
    }
    applied.heard(before.registration(), heartbeat, storedAt);
    Member after = before.heard(heartbeat, storedAt, now);
    List<RegistryChange> changes = new ArrayList<>(settle(before, after));
    if (!after.clockOff().equals(before.clockOff()) && !after.clockOff().isZero()) {
      changes.add(Rejections.clockOff(after));
    }
    return changes;
  }

  /** They stand in different topics: the last heartbeat may be read behind the goodbye. */
  private static boolean isLastWord(Member before, Heartbeat heartbeat) {
    return before.incarnation().equals(heartbeat.getIncarnation())
        && heartbeat.getPhase() == MemberPhase.DRAINING;
  }

  private static boolean isUnknownStart(Member before, Heartbeat heartbeat) {
    return !before.incarnation().equals(heartbeat.getIncarnation())
        && !before.hasEnded(heartbeat.getIncarnation());
  }

  /** An operator orders to drain a member. The order outlives restarts of the member. */
  public List<RegistryChange> drain(DrainOrder order, Moment moment) {
    Now now = listening.at(moment);
    MemberId id = new MemberId(order.getService(), order.getInstance());
    Member before = members.get(id);
    if (before == null) {
      waitingOrders.put(id, order, now);
      return List.of();
    }
    return settle(before, before.ordered(order, now));
  }

  /** An operator lifts the order to drain a member. */
  public List<RegistryChange> drainLifted(MemberId id, Moment moment) {
    Now now = listening.at(moment);
    DrainOrder unused = waitingOrders.take(id);
    Member before = members.get(id);
    return before == null ? List.of() : settle(before, before.ordered(null, now));
  }

  /** Time has passed. Belongs called every half second or so, for gaps are no one's silence. */
  public List<RegistryChange> tick(Moment moment) {
    Now now = listening.at(moment);
    List<RegistryChange> changes = new ArrayList<>();
    suspect(now, changes);
    if (massSilence.changed(members.values(), now, moment.uptime())) {
      observedSince = moment.wall();
      changes.add(status());
    }
    if (!massSilence.isDoubtful()) {
      expire(now, changes);
    }
    forget(now, changes);
    reportApplied(moment, changes);
    return changes;
  }

  private void suspect(Now now, List<RegistryChange> changes) {
    for (Member member : List.copyOf(members.values())) {
      boolean heeded = member.state().isLive() && !(member.state() instanceof MemberState.Suspect);
      if (heeded && member.silence(now).compareTo(member.lease().suspectAfter()) >= 0) {
        changes.addAll(settle(member, member.suspected(now)));
      }
    }
  }

  private void expire(Now now, List<RegistryChange> changes) {
    for (Member member : List.copyOf(members.values())) {
      if (member.state() instanceof MemberState.Suspect
          && member.silence(now).compareTo(member.lease().expireAfter()) >= 0) {
        changes.addAll(settle(member, member.lost(now)));
      }
    }
  }

  private void forget(Now now, List<RegistryChange> changes) {
    for (Member member : List.copyOf(members.values())) {
      if (member.state() instanceof MemberState.Gone
          && now.since(member.since().listened()).compareTo(FORGET_AFTER) >= 0) {
        members.remove(member.id());
        changes.add(
            new RegistryChange.Forgotten(
                member.id(), !member.hasEnded(member.incarnation()), member.order() != null));
      }
    }
    for (MemberId id : waitingOrders.giveUp(FORGET_AFTER, now)) {
      changes.add(Rejections.notRegistered(id, "order to drain"));
      changes.add(new RegistryChange.Forgotten(id, false, true));
    }
  }

  private void reportApplied(Moment moment, List<RegistryChange> changes) {
    boolean due = moment.uptime().minus(appliedAsked).compareTo(APPLIED_EVERY) >= 0;
    if (due && allNodesAreKnown()) {
      appliedAsked = moment.uptime();
      applied
          .advanced()
          .forEach(
              each ->
                  changes.add(
                      new RegistryChange.Reported(
                          each.getTopic() + "-" + each.getPartition(), each)));
    }
  }

  /** A node that was not heard yet may be behind all others. */
  private boolean allNodesAreKnown() {
    return members.values().stream()
        .filter(member -> member.state().isLive() && member.signs().sequence() == 0)
        .noneMatch(member -> MemberView.isNode(member.registration(), null));
  }

  /** The one way in which a member changes. */
  private List<RegistryChange> settle(@Nullable Member before, Member after) {
    members.put(after.id(), after);
    if (!after.state().isLive()) {
      applied.gone(after.id());
    }
    if (before == null) {
      return List.of(written(after));
    }
    List<RegistryChange> changes = new ArrayList<>();
    if (!EntryForm.saysSame(before, after)) {
      changes.add(written(after));
    }
    MemberReports.of(before, after)
        .forEach(
            details -> changes.add(new RegistryChange.Reported(after.id().toString(), details)));
    return changes;
  }

  private Member member(MemberId id) {
    Member member = members.get(id);
    if (member == null) {
      throw new IllegalStateException("registry: found no member " + id + ", expected one");
    }
    return member;
  }

  private RegistryChange written(Member member) {
    return new RegistryChange.Written(member.id(), EntryForm.entry(member, observer));
  }

  private RegistryChange status() {
    return new RegistryChange.Observed(
        new ObserverStatus(
            observer,
            massSilence.isDoubtful(),
            observedSince.toEpochMilli(),
            massSilence.message()));
  }
}
