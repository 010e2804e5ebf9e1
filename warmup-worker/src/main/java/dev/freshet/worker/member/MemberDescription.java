// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.registry.Leases;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.form.Registrations;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the embedding service says of itself. Immutable.
 *
 * @param owner the team that answers for it
 * @param version of its software
 * @param zone where it runs
 * @param heartbeat time between two heartbeats
 * @param publishes types of the events that it publishes
 * @param consumes types of the events, or kinds of the cache-state events, that it consumes
 */
public record MemberDescription(
    @Nullable String owner,
    @Nullable String version,
    @Nullable String zone,
    Duration heartbeat,
    List<String> publishes,
    List<String> consumes) {

  /** Nothing is said. */
  public static final MemberDescription NONE =
      new MemberDescription(null, null, null, Leases.DEFAULT_HEARTBEAT, List.of(), List.of());

  public MemberDescription {
    publishes = List.copyOf(publishes);
    consumes = List.copyOf(consumes);
  }

  /** The same with an owner. */
  public MemberDescription withOwner(String value) {
    return new MemberDescription(value, version, zone, heartbeat, publishes, consumes);
  }

  /** The same with a version. */
  public MemberDescription withVersion(String value) {
    return new MemberDescription(owner, value, zone, heartbeat, publishes, consumes);
  }

  /** The same with a zone. */
  public MemberDescription withZone(String value) {
    return new MemberDescription(owner, version, value, heartbeat, publishes, consumes);
  }

  /** The same with another time between two heartbeats. */
  public MemberDescription withHeartbeat(Duration value) {
    return new MemberDescription(owner, version, zone, value, publishes, consumes);
  }

  /** The same, publishing one type more. */
  public MemberDescription withPublished(String type) {
    return new MemberDescription(owner, version, zone, heartbeat, and(publishes, type), consumes);
  }

  /** The same, consuming one type or kind more. */
  public MemberDescription withConsumed(String type) {
    return new MemberDescription(owner, version, zone, heartbeat, publishes, and(consumes, type));
  }

  private static List<String> and(List<String> types, String type) {
    return Stream.concat(types.stream(), Stream.of(type)).distinct().toList();
  }

  /** A registration that says this, and nothing of regions yet. */
  Registrations.Builder registration(MemberId id, String incarnation) {
    Registrations.Builder registration =
        Registrations.builder(id, incarnation)
            .owner(owner)
            .version(version)
            .zone(zone)
            .heartbeatEvery(heartbeat);
    publishes.forEach(registration::publishes);
    consumes.forEach(registration::consumes);
    return registration;
  }
}
