// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.avro.EventConsumption;
import dev.freshet.events.avro.EventPublishing;
import dev.freshet.events.avro.MemberLease;
import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.events.avro.Registration;
import dev.freshet.events.wire.GeneratedClasses;
import dev.freshet.registry.Leases;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds and checks registrations. What a registration says of sources and queries are names of
 * configured things, never addresses or statements: else whoever may register could make others
 * call any URL (CWE-918, server-side request forgery). Stateless.
 */
public final class Registrations {
  static {
    GeneratedClasses.trust();
  }

  private Registrations() {}

  /**
   * A registration with the default lease that can do nothing yet.
   *
   * @param incarnation random id of this start of the member
   */
  public static Builder builder(MemberId member, String incarnation) {
    return new Builder(member, incarnation);
  }

  /** All that is wrong with a registration, in the order of its fields; empty if nothing is. */
  public static List<Problem> problems(Registration registration) {
    return RegistrationCheck.of(registration).all();
  }

  /** Settings of a registration. For one thread. */
  public static final class Builder {
    private final MemberId member;
    private final String incarnation;
    private final List<Object> capabilities = new ArrayList<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private Instant startedAt = Instant.EPOCH;
    private MemberLease lease = Leases.DEFAULT;
    private @Nullable String owner;
    private @Nullable String version;
    private @Nullable String zone;

    private Builder(MemberId member, String incarnation) {
      this.member = member;
      this.incarnation = incarnation;
    }

    /** When it started, for people. */
    public Builder startedAt(Instant value) {
      startedAt = value;
      return this;
    }

    /** The team that answers for it; null if nobody says. */
    public Builder owner(@Nullable String value) {
      owner = value;
      return this;
    }

    /** The version of its software; null if nobody says. */
    public Builder version(@Nullable String value) {
      version = value;
      return this;
    }

    /** Where it runs; null if nobody says. */
    public Builder zone(@Nullable String value) {
      zone = value;
      return this;
    }

    /** How often it is heard; it is suspect after three of these times, and gone after six. */
    public Builder heartbeatEvery(Duration value) {
      return lease(Leases.every(value));
    }

    /** How often it is heard, and what its silence means. */
    public Builder lease(MemberLease value) {
      lease = value;
      return this;
    }

    /** It holds a region in its cache. */
    public Builder holds(RegionHolding holding) {
      capabilities.add(holding);
      return this;
    }

    /** It can load entries of a region. */
    public Builder loads(RegionLoading loading) {
      capabilities.add(loading);
      return this;
    }

    /** It publishes events of a type to the topic of the environment. */
    public Builder publishes(String eventType) {
      capabilities.add(EventPublishing.newBuilder().setEventType(eventType).build());
      return this;
    }

    /** It consumes events of a type, or cache-state events of a kind. */
    public Builder consumes(String eventType) {
      capabilities.add(EventConsumption.newBuilder().setEventType(eventType).build());
      return this;
    }

    /** Something else that people want to see. */
    public Builder metadata(String name, String value) {
      metadata.put(name, value);
      return this;
    }

    /**
     * The registration.
     *
     * @throws InvalidRegistrationException if it is not as it must be; names all problems
     */
    public Registration build() {
      Registration registration =
          Registration.newBuilder()
              .setService(member.service())
              .setInstance(member.instance())
              .setIncarnation(incarnation)
              .setStartedAtMs(startedAt.toEpochMilli())
              .setOwner(owner)
              .setVersion(version)
              .setZone(zone)
              .setLease(lease)
              .setCapabilities(List.copyOf(capabilities))
              .setMetadata(Map.copyOf(metadata))
              .build();
      RegistrationCheck.of(registration).throwIfAny();
      return registration;
    }
  }
}
