// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.MemberState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the observer knows of a member. Immutable: each thing that happens to it makes another one,
 * and only what may happen in its state can be called.
 *
 * @param registration who it is and what it can do
 * @param state as {@link MemberState} draws it
 * @param since when it came into the state
 * @param health by its own word
 * @param order the operator's order to drain it, if there is one; stays over its restarts
 * @param clockOff how far its clock seemed ahead of the broker's
 * @param ended incarnations that never count again, the newest first
 * @param signs when it was last heard
 */
record Member(
    Registration registration,
    MemberState state,
    Now since,
    Health health,
    @Nullable DrainOrder order,
    Duration clockOff,
    List<String> ended,
    Signs signs) {

  /** So many starts of one member are told from new ones. */
  static final int MOST_ENDED = 16;

  /** A heartbeat may be underway for a while; a clock that is off by less goes unnoticed. */
  static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  Member {
    ended = List.copyOf(ended);
  }

  /** One that nobody knew. */
  static Member joining(Registration registration, @Nullable DrainOrder order, Now now) {
    return new Member(
        registration,
        new MemberState.Joining(),
        now,
        Health.UNKNOWN,
        order,
        Duration.ZERO,
        List.of(),
        Signs.none(now));
  }

  /** One that another observer knew. Its silence counts from now. */
  static Member restored(RegistryEntry entry, Now now) {
    return new Member(
        entry.getRegistration(),
        EntryForm.state(entry),
        new Now(now.listened(), Instant.ofEpochMilli(entry.getSinceMs())),
        Health.of(entry),
        entry.getDrain().orElse(null),
        Duration.ofMillis(entry.getClockOffMs()),
        entry.getEnded(),
        Signs.none(now));
  }

  MemberId id() {
    return MemberId.of(registration);
  }

  String incarnation() {
    return registration.getIncarnation();
  }

  Lease lease() {
    return Lease.of(registration.getLease());
  }

  Duration silence(Now now) {
    return now.since(signs.listened());
  }

  /** Whether a start of it was replaced, or has left. */
  boolean hasEnded(String incarnation) {
    return ended.contains(incarnation);
  }

  /** The same start registers again. */
  Member registeredAgain(Registration again, Now now) {
    Member known =
        new Member(again, state, since, health, order, clockOff, ended, signs.heard(now));
    return known.in(health.state(order), now);
  }

  /** It was started again. */
  Member replacedBy(Registration next, Now now) {
    return new Member(
            next,
            state,
            since,
            Health.UNKNOWN,
            order,
            Duration.ZERO,
            endedWith(incarnation()),
            Signs.none(now))
        .in(new MemberState.Joining(), now);
  }

  /** Its current start sends a heartbeat. */
  Member heard(Heartbeat heartbeat, Instant storedAt, Now now) {
    Health next = health.next(heartbeat);
    Duration off = Duration.between(storedAt, Instant.ofEpochMilli(heartbeat.getSentAtMs()));
    return new Member(
            registration,
            state,
            since,
            next,
            order,
            noticed(off),
            ended,
            signs.heard(heartbeat, now))
        .in(next.state(order), now);
  }

  /** What was noticed before stays until it differs by enough. */
  private Duration noticed(Duration off) {
    if (off.abs().compareTo(CLOCK_TOLERANCE) < 0) {
      return Duration.ZERO;
    }
    return off.minus(clockOff).abs().compareTo(CLOCK_TOLERANCE) < 0 ? clockOff : off;
  }

  /** An operator orders to drain it, or, with null, lifts the order. */
  Member ordered(@Nullable DrainOrder next, Now now) {
    Member told = new Member(registration, state, since, health, next, clockOff, ended, signs);
    boolean silent = state instanceof MemberState.Suspect || state instanceof MemberState.Gone;
    return silent ? told : told.in(health.state(next), now);
  }

  /** Nothing was heard of it for a while. */
  Member suspected(Now now) {
    return in(new MemberState.Suspect(silence(now)), now);
  }

  /** A suspect was not heard for too long. */
  Member lost(Now now) {
    return in(new MemberState.Gone(false, silence(now)), now);
  }

  /** It has said goodbye. */
  Member left(Now now) {
    return new Member(
            registration, state, since, health, order, clockOff, endedWith(incarnation()), signs)
        .in(new MemberState.Gone(true, Duration.ZERO), now);
  }

  private Member in(MemberState next, Now now) {
    return new Member(
        registration,
        next,
        next.label().equals(state.label()) ? since : now,
        health,
        order,
        clockOff,
        ended,
        signs);
  }

  private List<String> endedWith(String last) {
    List<String> all = new ArrayList<>(List.of(last));
    ended.stream().filter(each -> !each.equals(last)).limit(MOST_ENDED - 1L).forEach(all::add);
    return all;
  }
}
