// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.coordinator.alerts.AlertMonitor;
import dev.freshet.coordinator.alerts.AlertThresholds;
import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.StateReports;
import dev.freshet.coordinator.life.Closer;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberPhase;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.client.Announcer;
import dev.freshet.registry.client.AnnouncerParts;
import dev.freshet.registry.client.Conditions;
import dev.freshet.registry.form.Registrations;
import dev.freshet.registry.view.RegistryView;
import dev.freshet.rules.RuleSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A coordinator as a member of its environment: it knows the others, and they know it. Safe for any
 * thread; only closing waits for brokers, for some seconds at the most.
 */
final class Membership implements AutoCloseable {
  /** The service whose instances are the coordinators. */
  static final String SERVICE = "freshet-coordinator";

  private final Closer closer = new Closer();
  private final LogWriter log;
  private final RegistryView view;
  private final AlertMonitor alerts;

  /**
   * What a membership works on. All of it stays the caller's to close.
   *
   * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
   * @param origin the name of this coordinator
   * @param heartbeat time between two of its heartbeats
   * @param books the rules in force
   * @param conditions what should hold for it; belongs to the membership
   * @param isReady whether it does its work
   * @param thresholds beyond which something is wrong with caches
   */
  record Parts(
      Map<String, Object> kafka,
      AvroCodec codec,
      Topics topics,
      String origin,
      Duration heartbeat,
      RuleBooks books,
      Conditions conditions,
      BooleanSupplier isReady,
      AlertThresholds thresholds,
      InstantSource clock,
      MeterRegistry meters) {}

  private Membership(Parts parts) {
    this.log = closer.add(LogWriter.connect(parts.kafka()));
    this.view = closer.add(RegistryView.follow(parts.kafka(), parts.topics(), parts.codec()));
    StateReports reports =
        new StateReports(log, parts.codec(), parts.topics(), parts.origin(), parts.clock());
    this.alerts =
        closer.add(
            AlertMonitor.start(
                new AlertMonitor.Parts(
                    () ->
                        Optional.of(view)
                            .filter(all -> all.health().isSound())
                            .map(RegistryView::snapshot),
                    parts.thresholds(),
                    parts.origin(),
                    reports::report,
                    parts.clock(),
                    parts.meters())));
  }

  /**
   * Joins in the background.
   *
   * @throws IllegalArgumentException if the name of the coordinator cannot be a member's, or its
   *     heartbeats would be too rare or too frequent for one
   */
  static Membership join(Parts parts) {
    MemberId id = new MemberId(SERVICE, parts.origin());
    Voice voice = new Voice(registration(id, parts.heartbeat()), parts);
    Membership membership = new Membership(parts);
    membership.closer.add(
        Announcer.start(
            AnnouncerParts.of(membership.log.producer(), parts.codec(), parts.topics()),
            voice::registration,
            voice::beat));
    return membership;
  }

  private static Registration registration(MemberId id, Duration heartbeat) {
    return Registrations.builder(id, UUID.randomUUID().toString())
        .startedAt(Instant.now())
        .heartbeatEvery(heartbeat)
        .version(Membership.class.getPackage().getImplementationVersion())
        .build();
  }

  /** Where this coordinator writes what it says over others. */
  LogWriter log() {
    return log;
  }

  /** The others. */
  RegistryView view() {
    return view;
  }

  /** What is wrong with caches. */
  AlertMonitor alerts() {
    return alerts;
  }

  @Override
  public void close() {
    closer.close();
  }

  /** What this coordinator says of itself. Belongs to the announcer's thread. */
  private static final class Voice {
    private final Registration registration;
    private final Parts parts;

    /** Whoever has mapped once is not starting again: from then on the conditions tell. */
    private boolean hasRun;

    Voice(Registration registration, Parts parts) {
      this.registration = registration;
      this.parts = parts;
    }

    Registration registration() {
      return registration;
    }

    Heartbeat beat(long sequence, Instant now) {
      hasRun |= parts.isReady().getAsBoolean();
      return Heartbeat.newBuilder()
          .setService(registration.getService())
          .setInstance(registration.getInstance())
          .setIncarnation(registration.getIncarnation())
          .setSequence(sequence)
          .setSentAtMs(now.toEpochMilli())
          .setPhase(hasRun ? MemberPhase.RUNNING : MemberPhase.STARTING)
          .setConditions(parts.conditions().read(now))
          .setWatermarks(List.of())
          .setApplied(List.of())
          .setRuleSets(
              parts.books().book().sources().stream()
                  .collect(Collectors.toMap(RuleSource::name, RuleSource::revision)))
          .setRegions(List.of())
          .build();
    }
  }
}
