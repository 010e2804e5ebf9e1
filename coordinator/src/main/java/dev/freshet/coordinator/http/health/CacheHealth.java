// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import dev.freshet.events.avro.CircuitStatus;
import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.ObserverStatus;
import dev.freshet.http.management.Health;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.registry.view.ViewHealth;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the caches of an environment are, as one coordinator sees it. Pure.
 *
 * <p>DOWN is what keeps events from nodes altogether: no Kafka, no mapping here, no node that
 * works. Whatever else is wrong is DEGRADED: values are still fresh, or the nodes know that they
 * are not.
 */
final class CacheHealth {

  /** The worst is last. */
  enum Status {
    UP,
    DEGRADED,
    DOWN
  }

  /**
   * A part of the whole.
   *
   * @param json what was found
   */
  record Component(String name, Status status, JsonObject json) {}

  private final List<Component> components = new ArrayList<>();

  private CacheHealth() {}

  /**
   * The health of now.
   *
   * @param view whether the snapshot can be trusted
   * @param self how this coordinator is
   */
  static CacheHealth of(RegistrySnapshot snapshot, ViewHealth view, Health self) {
    CacheHealth health = new CacheHealth();
    health.add("kafka", view.isSound() ? Status.UP : Status.DOWN, detail(view.toString()));
    health.mapping(self);
    health.registry(snapshot);
    health.nodes(nodes(snapshot));
    health.redis(nodes(snapshot));
    return health;
  }

  private static JsonObject detail(String text) {
    return new JsonObject().put("detail", text);
  }

  private void add(String name, Status status, JsonObject json) {
    components.add(new Component(name, status, json));
  }

  private void mapping(Health self) {
    Optional<Health.Check> paused = self.check("mapping");
    boolean runs = self.check("streams").filter(Health.Check::passed).isPresent();
    Status status =
        !self.alive() ? Status.DOWN : runs && paused.isEmpty() ? Status.UP : Status.DEGRADED;
    String found =
        paused.or(() -> self.check("streams")).map(Health.Check::detail).orElse("not known");
    add("mapping", status, detail(found));
  }

  private void registry(RegistrySnapshot snapshot) {
    Optional<ObserverStatus> observer = snapshot.observer();
    boolean sound = observer.filter(found -> !found.getImpaired()).isPresent();
    add(
        "registry",
        sound ? Status.UP : Status.DEGRADED,
        detail(
            observer
                .map(
                    found ->
                        "kept by "
                            + found.getObserver()
                            + (found.getMessage().isEmpty() ? "" : ": " + found.getMessage()))
                .orElse("nobody keeps it yet")));
  }

  /** Those with a cache that should be there: who has said goodbye is not missed. */
  private static List<MemberView> nodes(RegistrySnapshot snapshot) {
    return snapshot.members().values().stream()
        .filter(
            member ->
                !member
                    .entry()
                    .getEnded()
                    .contains(member.entry().getRegistration().getIncarnation()))
        .filter(
            member ->
                member
                    .heard()
                    .filter(heard -> !heard.heartbeat().getWatermarks().isEmpty())
                    .isPresent())
        .toList();
  }

  private void nodes(List<MemberView> nodes) {
    long up = nodes.stream().filter(CacheHealth::isUp).count();
    boolean anyAnswers =
        nodes.isEmpty() || nodes.stream().anyMatch(node -> !isSilent(node.entry().getState()));
    add(
        "nodes",
        up == nodes.size() ? Status.UP : anyAnswers ? Status.DEGRADED : Status.DOWN,
        new JsonObject().put("up", up).put("of", nodes.size()));
  }

  private static boolean isUp(MemberView node) {
    return node.entry().getState() == MemberStatus.UP;
  }

  private static boolean isSilent(MemberStatus state) {
    return state == MemberStatus.SUSPECT || state == MemberStatus.GONE;
  }

  /** L1 and the loaders serve without it, so that it never takes all down. */
  private void redis(List<MemberView> nodes) {
    List<CircuitStatus> circuits =
        nodes.stream()
            .flatMap(node -> node.heard().stream())
            .map(MemberView.Heard::heartbeat)
            .map(Heartbeat::getCircuit)
            .flatMap(Optional::stream)
            .toList();
    long up = circuits.stream().filter(CircuitStatus.CLOSED::equals).count();
    add(
        "redis",
        up == circuits.size() ? Status.UP : Status.DEGRADED,
        new JsonObject().put("up", up).put("of", circuits.size()));
  }

  /** The worst of the components. */
  Status status() {
    return components.stream()
        .map(Component::status)
        .max(Comparator.naturalOrder())
        .orElse(Status.UP);
  }

  /** The schema {@code CacheHealth} of the API document. */
  JsonObject toJson() {
    JsonObject parts = new JsonObject();
    components.forEach(
        part ->
            parts.put(
                part.name(),
                new JsonObject().put("status", part.status().name()).mergeIn(part.json())));
    return new JsonObject().put("status", status().name()).put("components", parts);
  }
}
