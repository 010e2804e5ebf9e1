// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.MemberView.Heard;
import dev.freshet.registry.RegistrySnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what is wrong now. Pure: the same members, window and time have the same findings. */
final class AlertRules {
  /** One miss of one read says nothing. */
  static final long FEWEST_READS = 100;

  static final long FEWEST_LOADS = 20;

  /** Nodes close their time several times a second; so long without is no hiccup. */
  static final Duration CLOSED_TIME_MAY_STAND = Duration.ofSeconds(15);

  private final AlertThresholds thresholds;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private AlertRules(AlertThresholds thresholds, Instant now) {
    this.thresholds = thresholds;
    this.now = now;
  }

  /** What is wrong, regions first, then members, each in order. */
  static List<Finding> evaluate(
      RegistrySnapshot snapshot, TrafficWindow window, AlertThresholds thresholds, Instant now) {
    AlertRules rules = new AlertRules(thresholds, now);
    window.traffic().forEach(rules::region);
    snapshot.members().values().forEach(member -> rules.member(member, window));
    return List.copyOf(rules.findings);
  }

  private void region(String subject, Traffic traffic) {
    if (traffic.reads() >= FEWEST_READS && traffic.hitRate() < thresholds.hitRate()) {
      add(
          AlertKind.HIT_RATE,
          subject,
          traffic.hitRate(),
          thresholds.hitRate(),
          "hit rate "
              + percent(traffic.hitRate())
              + ", expected at least "
              + percent(thresholds.hitRate()));
    }
    if (traffic.allLoads() < FEWEST_LOADS) {
      return;
    }
    if (traffic.errorRate() > thresholds.errorRate()) {
      add(
          AlertKind.LOAD_ERRORS,
          subject,
          traffic.errorRate(),
          thresholds.errorRate(),
          percent(traffic.errorRate())
              + " of its loads failed, expected at most "
              + percent(thresholds.errorRate()));
    }
    double allowedMs = thresholds.latency().toMillis();
    if (traffic.meanLoadMs() > allowedMs) {
      add(
          AlertKind.LOAD_LATENCY,
          subject,
          traffic.meanLoadMs() / 1_000,
          allowedMs / 1_000,
          "a load took "
              + ms(traffic.meanLoadMs())
              + " on average, expected at most "
              + ms(allowedMs));
    }
  }

  private void member(MemberView member, TrafficWindow window) {
    if (isSilent(member.entry())) {
      silent(member);
      return;
    }
    if (member.entry().getState() == MemberStatus.GONE) {
      return;
    }
    member
        .heard()
        .ifPresent(
            heard -> {
              memory(member, heard.heartbeat());
              store(member, heard.heartbeat());
              if (isFollowing(heard.heartbeat())) {
                closedTime(member, heard, window);
              }
            });
  }

  /** Whoever said goodbye is not missed. */
  private static boolean isSilent(RegistryEntry entry) {
    return entry.getState() == MemberStatus.SUSPECT
        || (entry.getState() == MemberStatus.GONE
            && !entry.getEnded().contains(entry.getRegistration().getIncarnation()));
  }

  /** One that starts has yet to catch up, and one that drains may stop where it is. */
  private static boolean isFollowing(Heartbeat heartbeat) {
    return heartbeat.getPhase() == MemberPhase.RUNNING && !heartbeat.getWatermarks().isEmpty();
  }

  private void silent(MemberView member) {
    MemberLease lease = member.entry().getRegistration().getLease();
    Instant last =
        member
            .heard()
            .map(Heard::storedAt)
            .orElseGet(() -> Instant.ofEpochMilli(member.entry().getSinceMs()));
    double seconds = Math.max(0, Duration.between(last, now).toMillis()) / 1_000.0;
    add(
        AlertKind.NO_HEARTBEAT,
        member,
        seconds,
        lease.getSuspectAfterMs() / 1_000.0,
        "not heard for "
            + Math.round(seconds)
            + " s, is "
            + member.entry().getState().name().toLowerCase(Locale.ROOT));
  }

  private void memory(MemberView member, Heartbeat heartbeat) {
    Optional<Double> used =
        heartbeat
            .getMemoryUsedBytes()
            .flatMap(
                bytes ->
                    heartbeat
                        .getMemoryMaxBytes()
                        .filter(most -> most > 0)
                        .map(most -> (double) bytes / most));
    used.filter(share -> share > thresholds.memory())
        .ifPresent(
            share ->
                add(
                    AlertKind.MEMORY,
                    member,
                    share,
                    thresholds.memory(),
                    percent(share)
                        + " of its heap in use after a collection, expected at most "
                        + percent(thresholds.memory())));
  }

  private void store(MemberView member, Heartbeat heartbeat) {
    boolean down =
        heartbeat.getCircuit().filter(circuit -> circuit != CircuitStatus.CLOSED).isPresent();
    if (down && thresholds.redisDown()) {
      add(
          AlertKind.REDIS_DOWN,
          member,
          1,
          0,
          "the circuit before its L2 store is open: L1 and the loaders serve");
    }
  }

  private void closedTime(MemberView member, Heard heard, TrafficWindow window) {
    Optional<Duration> stands =
        window
            .closedTimeStands(member.id())
            .filter(time -> time.compareTo(CLOSED_TIME_MAY_STAND) >= 0);
    if (stands.isPresent()) {
      add(
          AlertKind.CLOSED_TIME_STANDS,
          member,
          seconds(stands.get()),
          seconds(CLOSED_TIME_MAY_STAND),
          "its closed time has not moved for " + stands.get().toSeconds() + " s");
      return;
    }
    heard
        .heartbeat()
        .getClosedTimeMs()
        .map(closed -> Duration.between(Instant.ofEpochMilli(closed), heard.storedAt()))
        .filter(behind -> behind.compareTo(thresholds.latency()) > 0)
        .ifPresent(
            behind ->
                add(
                    AlertKind.APPLY_LATENCY,
                    member,
                    seconds(behind),
                    seconds(thresholds.latency()),
                    "it is "
                        + ms(behind)
                        + " behind the events, expected at most "
                        + ms(thresholds.latency())));
  }

  private void add(AlertKind kind, MemberView member, double value, double threshold, String what) {
    findings.add(
        new Finding(kind, member.id().toString(), value, threshold, member.id() + ": " + what));
  }

  private void add(AlertKind kind, String region, double value, double threshold, String what) {
    findings.add(new Finding(kind, region, value, threshold, "region " + region + ": " + what));
  }

  private static String percent(double share) {
    return Math.round(1_000 * share) / 10.0 + " %";
  }

  private static String ms(double time) {
    return Math.round(time) + " ms";
  }

  private static String ms(Duration time) {
    return time.toMillis() + " ms";
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }
}
