// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.NodeLost;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.keeping.RegistryChange.Reason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever comes in, in whatever order, some things hold. */
class RegistryPropertyTest {
  private static final int MEMBERS = 4;
  private static final Set<MemberStatus> HEARD =
      EnumSet.of(
          MemberStatus.JOINING, MemberStatus.UP, MemberStatus.DEGRADED, MemberStatus.DRAINING);

  private enum Kind {
    REGISTER,
    BEAT,
    BEAT_ALL,
    LEAVE,
    DRAIN,
    LIFT,
    PASS,
    GAP
  }

  /**
   * Something that happens.
   *
   * @param start which incarnation; the numbers grow with each start, as they would
   * @param amount sequence of a heartbeat, or seconds
   */
  private record Act(
      Kind kind, int member, int start, int amount, MemberPhase phase, boolean holds) {
    String instance() {
      return "m" + member;
    }

    String incarnation() {
      return "i" + start;
    }
  }

  @Provide
  Arbitrary<List<Act>> acts() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(4, Kind.REGISTER),
                Tuple.of(6, Kind.BEAT),
                Tuple.of(5, Kind.BEAT_ALL),
                Tuple.of(1, Kind.LEAVE),
                Tuple.of(1, Kind.DRAIN),
                Tuple.of(1, Kind.LIFT),
                Tuple.of(6, Kind.PASS),
                Tuple.of(1, Kind.GAP)),
            Arbitraries.integers().between(0, MEMBERS - 1),
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(MemberPhase.RUNNING, MemberPhase.STARTING, MemberPhase.DRAINING),
            Arbitraries.of(true, false))
        .as(Act::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(80);
  }

  @Property(tries = 400)
  void shouldKeepInvariants(@ForAll("acts") List<Act> acts) {
    Model model = new Model();
    everybody(model);

    for (Act act : acts) {
      model.act(act);
    }
  }

  @Property(tries = 300)
  void shouldGoOnAfterTakeoverAsIfNothingHadHappened(
      @ForAll("acts") List<Act> before, @ForAll("acts") List<Act> after) {
    Model first = new Model();
    everybody(first);
    before.forEach(first::act);
    first.registerAllThatWereEarly();

    Watch second = first.watch.takenOver();
    long sequence = 1_000;
    for (Act act : after) {
      sequence++;
      if (act.kind() != Kind.PASS && act.kind() != Kind.GAP) {
        apply(first.watch, act, sequence);
        apply(second, act, sequence);
      }
    }
    for (MemberId id : Set.copyOf(first.watch.entries.keySet())) {
      String incarnation = first.watch.entry(id.instance()).getRegistration().getIncarnation();
      sequence++;
      first.watch.beat(id.instance(), incarnation, sequence);
      second.beat(id.instance(), incarnation, sequence);
    }

    assertEquals(summary(first.watch), summary(second));
  }

  /** What both observers must agree on. */
  private static Map<MemberId, List<Object>> summary(Watch watch) {
    Map<MemberId, List<Object>> all = new TreeMap<>();
    watch.entries.forEach(
        (id, entry) ->
            all.put(
                id,
                List.of(
                    entry.getState(),
                    entry.getRegistration(),
                    entry.getDrain(),
                    entry.getEnded(),
                    entry.getConditions())));
    return all;
  }

  private static void everybody(Model model) {
    for (int member = 0; member < MEMBERS; member++) {
      model.act(new Act(Kind.REGISTER, member, 1, 1, MemberPhase.RUNNING, true));
      model.act(new Act(Kind.BEAT, member, 1, 1, MemberPhase.RUNNING, true));
    }
  }

  private static List<RegistryChange> apply(Watch watch, Act act, long sequence) {
    return switch (act.kind()) {
      case REGISTER -> watch.register(act.instance(), act.incarnation());
      case BEAT -> watch.beat(beat(watch, act, sequence));
      case LEAVE -> watch.leave(act.instance(), act.holds() ? act.incarnation() : null);
      case DRAIN -> isKnown(watch, act) ? watch.drain(act.instance()) : List.of();
      case LIFT -> watch.liftDrain(act.instance());
      case BEAT_ALL, PASS, GAP -> List.of();
    };
  }

  private static Heartbeat beat(Watch watch, Act act, long sequence) {
    return watch
        .heartbeat(act.instance(), act.incarnation(), sequence)
        .setPhase(act.phase())
        .setConditions(List.of(Watch.condition("Fresh", act.holds())))
        .build();
  }

  private static boolean isKnown(Watch watch, Act act) {
    return watch.entries.containsKey(Watch.id(act.instance()));
  }

  /** A second opinion on what may be, kept as simply as can be. */
  private static final class Model {
    final Watch watch = new Watch();

    /** How long it can have listened at the most. */
    private Duration listened = Duration.ZERO;

    private final Map<MemberId, Duration> heardAt = new HashMap<>();
    private final Map<MemberId, Long> sequences = new HashMap<>();

    /** Of starts that have not registered; counts as soon as they do. */
    private final Map<MemberId, Act> early = new HashMap<>();

    private final Map<MemberId, Set<String>> ended = new HashMap<>();
    private @Nullable Duration impairedSince;

    /** Then the model knows the least that a silence must be, and not the most. */
    private boolean hadGap;

    void act(Act act) {
      switch (act.kind()) {
        case PASS -> pass(act.amount());
        case GAP -> {
          watch.gap(Duration.ofMinutes(act.amount()));
          listened = listened.plus(Listening.LONGEST_STEP);
          hadGap = true;
        }
        case BEAT_ALL -> beatAll();
        case BEAT -> beat(act);
        case REGISTER, LEAVE, DRAIN, LIFT -> {
          Map<MemberId, RegistryEntry> before = new HashMap<>(watch.entries);
          boolean hasEnded = hasEnded(act);
          List<RegistryChange> changes = apply(watch, act, act.amount());
          check(before, changes);
          if (act.kind() == Kind.REGISTER) {
            registered(act, before, hasEnded, changes);
          } else if (act.kind() == Kind.LEAVE) {
            left(act, before, hasEnded, changes);
          }
        }
      }
    }

    /** Heartbeats that came before their registration are all that an entry does not tell. */
    void registerAllThatWereEarly() {
      List.copyOf(early.values())
          .forEach(
              beat ->
                  act(new Act(Kind.REGISTER, beat.member(), beat.start(), 1, beat.phase(), true)));
    }

    private boolean hasEnded(Act act) {
      return ended.getOrDefault(Watch.id(act.instance()), Set.of()).contains(act.incarnation());
    }

    private void registered(
        Act act,
        Map<MemberId, RegistryEntry> before,
        boolean hasEnded,
        List<RegistryChange> changes) {
      if (hasEnded) {
        assertTrue(onlyRejects(changes), "an ended start counted: " + changes);
        return;
      }
      MemberId id = Watch.id(act.instance());
      RegistryEntry known = before.get(id);
      if (known != null && !known.getRegistration().getIncarnation().equals(act.incarnation())) {
        end(id, known.getRegistration().getIncarnation());
        sequences.remove(id);
      }
      heardAt.put(id, listened);
      Act beat = early.remove(id);
      if (beat != null && beat.incarnation().equals(act.incarnation())) {
        sequences.merge(id, (long) beat.amount(), Math::max);
      }
    }

    private void left(
        Act act,
        Map<MemberId, RegistryEntry> before,
        boolean hasEnded,
        List<RegistryChange> changes) {
      RegistryEntry known = before.get(Watch.id(act.instance()));
      if (known == null) {
        assertTrue(onlyRejects(changes));
        return;
      }
      String current = known.getRegistration().getIncarnation();
      boolean concerns = !act.holds() || act.incarnation().equals(current);
      if (concerns) {
        end(Watch.id(act.instance()), current);
        assertEquals(MemberStatus.GONE, watch.state(act.instance()));
      } else {
        assertTrue(onlyRejects(changes), "a goodbye of " + hasEnded + " counted: " + changes);
      }
    }

    private void beat(Act act) {
      Map<MemberId, RegistryEntry> before = new HashMap<>(watch.entries);
      MemberId id = Watch.id(act.instance());
      RegistryEntry known = before.get(id);
      boolean counts =
          known != null
              && known.getRegistration().getIncarnation().equals(act.incarnation())
              && !hasEnded(act)
              && act.amount() > sequences.getOrDefault(id, 0L);
      List<RegistryChange> changes = apply(watch, act, act.amount());
      check(before, changes);
      if (counts) {
        heard(id, act.amount());
      } else {
        assertTrue(onlyRejects(changes), "a heartbeat counted that must not: " + changes);
        if (isEarly(act, known)) {
          early.put(id, act);
        }
      }
    }

    private boolean isEarly(Act act, @Nullable RegistryEntry known) {
      return known == null
          || (!known.getRegistration().getIncarnation().equals(act.incarnation())
              && !hasEnded(act));
    }

    private void beatAll() {
      Set.copyOf(watch.entries.keySet())
          .forEach(
              id -> {
                String current = watch.entry(id.instance()).getRegistration().getIncarnation();
                long next = sequences.getOrDefault(id, 0L) + 1;
                Map<MemberId, RegistryEntry> before = new HashMap<>(watch.entries);
                check(before, watch.beat(id.instance(), current, next));
                if (!ended.getOrDefault(id, Set.of()).contains(current)) {
                  heard(id, next);
                }
              });
    }

    private void heard(MemberId id, long sequence) {
      sequences.put(id, sequence);
      heardAt.put(id, listened);
      MemberStatus state = watch.state(id.instance());
      assertTrue(HEARD.contains(state), "heard, but found " + state);
    }

    private void pass(int seconds) {
      for (int i = 0; i < seconds * 2; i++) {
        Map<MemberId, RegistryEntry> before = new HashMap<>(watch.entries);
        boolean wasImpaired = watch.impaired;
        watch.gap(Watch.STEP);
        listened = listened.plus(Watch.STEP);
        List<RegistryChange> changes = watch.tick();
        check(before, changes);
        if (!wasImpaired && watch.impaired) {
          impairedSince = watch.now().uptime();
        }
        if (watch.impaired) {
          assertTrue(lost(changes).isEmpty(), "expired while impaired: " + changes);
          Duration since = watch.now().uptime().minus(impairedSince);
          assertTrue(since.compareTo(MassSilence.LONGEST) <= 0, "impaired for " + since);
        }
        assertAllSilencesAreNoticed();
      }
    }

    /** However long it waits, nobody who is silent stays as if heard. */
    private void assertAllSilencesAreNoticed() {
      watch.entries.forEach(
          (id, entry) -> {
            Duration silence = listened.minus(heardAt.get(id));
            boolean isShort = silence.compareTo(Duration.ofSeconds(15)) < 0;
            assertTrue(
                isShort || hadGap || !HEARD.contains(entry.getState()),
                id + " silent for " + silence);
          });
    }

    private void check(Map<MemberId, RegistryEntry> before, List<RegistryChange> changes) {
      Map<MemberId, RegistryEntry> table = new HashMap<>(before);
      for (RegistryChange change : changes) {
        if (change instanceof RegistryChange.Written written) {
          checkMove(table.get(written.id()), written.entry());
          table.put(written.id(), written.entry());
        } else if (change instanceof RegistryChange.Forgotten forgotten) {
          assertEquals(MemberStatus.GONE, requireNonNull(table.get(forgotten.id())).getState());
          ended.remove(forgotten.id());
          sequences.remove(forgotten.id());
        }
      }
      lost(changes)
          .forEach(
              id -> {
                Duration silence = listened.minus(heardAt.get(id));
                assertTrue(silence.compareTo(Duration.ofSeconds(30)) >= 0, id + " " + silence);
              });
    }

    /** The moves that the diagram of the states has. */
    private static void checkMove(@Nullable RegistryEntry from, RegistryEntry to) {
      if (from == null) {
        assertEquals(MemberStatus.JOINING, to.getState());
        return;
      }
      if (!from.getRegistration().getIncarnation().equals(to.getRegistration().getIncarnation())) {
        assertEquals(MemberStatus.JOINING, to.getState());
        return;
      }
      boolean hasLeft = from.getEnded().contains(from.getRegistration().getIncarnation());
      boolean leaves = to.getEnded().contains(to.getRegistration().getIncarnation());
      switch (to.getState()) {
        case SUSPECT ->
            assertTrue(HEARD.contains(from.getState()) || from.getState() == to.getState());
        case GONE ->
            assertTrue(
                leaves
                    || from.getState() == MemberStatus.SUSPECT
                    || from.getState() == MemberStatus.GONE);
        case JOINING ->
            assertTrue(
                EnumSet.of(
                        MemberStatus.JOINING,
                        MemberStatus.SUSPECT,
                        MemberStatus.GONE,
                        MemberStatus.DRAINING)
                    .contains(from.getState()));
        case UP, DEGRADED, DRAINING -> assertFalse(hasLeft);
      }
    }

    private static Set<MemberId> lost(List<RegistryChange> changes) {
      Set<MemberId> lost = new HashSet<>();
      for (RegistryChange change : changes) {
        if (change instanceof RegistryChange.Reported reported
            && reported.details() instanceof NodeLost) {
          lost.add(MemberId.parse(reported.subject()));
        }
      }
      return lost;
    }

    private void end(MemberId id, String incarnation) {
      ended.computeIfAbsent(id, any -> new HashSet<>()).add(incarnation);
    }

    private static boolean onlyRejects(List<RegistryChange> changes) {
      return changes.stream()
          .allMatch(
              change ->
                  change instanceof RegistryChange.Rejected rejected
                      && rejected.reason() != Reason.CLOCK_OFF);
    }
  }
}
