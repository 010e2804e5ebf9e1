// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.keeping;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.ConditionStatus;
import dev.freshet.events.avro.DrainOrder;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberCondition;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.events.avro.SourceApplied;
import dev.freshet.events.avro.Watermark;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A registry, the time that passes for it, and a reader of what it writes. */
final class Watch {
  static final Duration STEP = Duration.ofMillis(500);
  static final MemberLease LEASE = new MemberLease(5_000L, 15_000L, 30_000L);

  /** What the topic would hold. */
  final Map<MemberId, RegistryEntry> entries = new TreeMap<>();

  /** All that was said since {@link #clear}. */
  final List<RegistryChange> changes = new ArrayList<>();

  boolean impaired;

  private Duration uptime;
  private final Instant began = Instant.parse("2030-01-01T12:00:00Z");
  private final Registry registry;

  Watch() {
    this(List.of(), Duration.ZERO);
  }

  private Watch(List<RegistryEntry> left, Duration uptime) {
    this.uptime = uptime;
    registry = Registry.restore("observer-1", left, now());
    took(registry.everything());
    clear();
  }

  /** Another observer that takes over from what this one has written. */
  Watch takenOver() {
    return new Watch(List.copyOf(entries.values()), uptime);
  }

  Moment now() {
    return new Moment(uptime, began.plus(uptime));
  }

  void clear() {
    changes.clear();
  }

  /** Time passes while the observer looks. */
  void pass(Duration time) {
    for (Duration left = time; !left.isZero(); left = left.minus(STEP)) {
      gap(STEP);
      took(registry.tick(now()));
    }
  }

  /** Time passes while the observer does nothing. */
  void gap(Duration time) {
    uptime = uptime.plus(time);
  }

  List<RegistryChange> tick() {
    return took(registry.tick(now()));
  }

  List<RegistryChange> register(String instance, String incarnation) {
    return register(registration(instance, incarnation));
  }

  List<RegistryChange> register(Registration registration) {
    return took(registry.registered(registration, now()));
  }

  List<RegistryChange> leave(String instance, @Nullable String incarnation) {
    return took(registry.left(id(instance), incarnation, now()));
  }

  List<RegistryChange> drain(String instance) {
    DrainOrder order = new DrainOrder("shop", instance, "ann", "moves house", 1L);
    return took(registry.drain(order, now()));
  }

  List<RegistryChange> liftDrain(String instance) {
    return took(registry.drainLifted(id(instance), now()));
  }

  List<RegistryChange> beat(String instance, String incarnation, long sequence) {
    return beat(heartbeat(instance, incarnation, sequence).build());
  }

  List<RegistryChange> beat(Heartbeat heartbeat) {
    return took(registry.heard(heartbeat, now().wall(), now()));
  }

  private List<RegistryChange> took(List<RegistryChange> news) {
    for (RegistryChange change : news) {
      if (change instanceof RegistryChange.Written written) {
        entries.put(written.id(), written.entry());
      } else if (change instanceof RegistryChange.Forgotten forgotten) {
        entries.remove(forgotten.id());
      } else if (change instanceof RegistryChange.Observed observed) {
        impaired = observed.status().getImpaired();
      }
    }
    changes.addAll(news);
    return news;
  }

  static MemberId id(String instance) {
    return new MemberId("shop", instance);
  }

  static Registration registration(String instance, String incarnation) {
    return leased(instance, incarnation, LEASE, List.of());
  }

  /** One that holds a region. */
  static Registration node(String instance, String incarnation) {
    RegionHolding holding = new RegionHolding("r", "r:{id}", List.of(), true, true, null, null);
    return leased(instance, incarnation, LEASE, List.of(holding));
  }

  static Registration leased(
      String instance, String incarnation, MemberLease lease, List<Object> capabilities) {
    return new Registration(
        "shop", instance, incarnation, 0L, null, null, null, lease, capabilities, Map.of());
  }

  Heartbeat.Builder heartbeat(String instance, String incarnation, long sequence) {
    return Heartbeat.newBuilder()
        .setService("shop")
        .setInstance(instance)
        .setIncarnation(incarnation)
        .setSequence(sequence)
        .setSentAtMs(now().wall().toEpochMilli())
        .setPhase(MemberPhase.RUNNING)
        .setConditions(List.of(condition("LogFollowed", true), condition("Fresh", true)))
        .setWatermarks(List.of())
        .setApplied(List.of())
        .setRuleSets(Map.of())
        .setRegions(List.of())
        .setCircuit(CircuitStatus.CLOSED);
  }

  /** Of one that follows the log. */
  Heartbeat.Builder nodeBeat(String instance, String incarnation, long sequence, long nextOffset) {
    return heartbeat(instance, incarnation, sequence)
        .setWatermarks(List.of(new Watermark(0, 0, 1L)))
        .setApplied(List.of(new SourceApplied("events", 3, nextOffset)));
  }

  static MemberCondition condition(String type, boolean holds) {
    return new MemberCondition(
        type, holds ? ConditionStatus.TRUE : ConditionStatus.FALSE, "Because", "words", 7L);
  }

  RegistryEntry entry(String instance) {
    RegistryEntry entry = entries.get(id(instance));
    if (entry == null) {
      throw new AssertionError(instance + " is not in the registry");
    }
    return entry;
  }

  MemberStatus state(String instance) {
    return entry(instance).getState();
  }

  /** The kinds of what was reported, in order. */
  List<String> reports() {
    return reported().map(each -> each.getClass().getSimpleName()).toList();
  }

  <T> List<T> reports(Class<T> kind) {
    return reported().filter(kind::isInstance).map(kind::cast).toList();
  }

  private Stream<SpecificRecord> reported() {
    return changes.stream()
        .filter(RegistryChange.Reported.class::isInstance)
        .map(change -> ((RegistryChange.Reported) change).details());
  }

  List<RegistryChange.Reason> rejections() {
    return changes.stream()
        .filter(RegistryChange.Rejected.class::isInstance)
        .map(change -> ((RegistryChange.Rejected) change).reason())
        .toList();
  }
}
