// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.health;

import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleSource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which revision of each rule set is in force, here and by the word of each coordinator. Pure. */
final class RuleSetsInForce {
  private RuleSetsInForce() {}

  /**
   * The schema of {@code ruleSets} in a status.
   *
   * @param here those of this coordinator
   * @param service whose instances are the coordinators
   */
  static JsonArray toJson(List<RuleSource> here, RegistrySnapshot snapshot, String service) {
    Map<String, JsonObject> coordinators = new TreeMap<>();
    snapshot
        .live()
        .filter(member -> member.id().service().equals(service))
        .forEach(
            member ->
                revisions(member)
                    .forEach(
                        (ruleSet, revision) ->
                            coordinators
                                .computeIfAbsent(ruleSet, name -> new JsonObject())
                                .put(member.id().instance(), revision)));
    here.forEach(source -> coordinators.computeIfAbsent(source.name(), name -> new JsonObject()));
    JsonArray all = new JsonArray();
    coordinators.forEach(
        (ruleSet, revisions) -> {
          JsonObject json = new JsonObject().put("name", ruleSet);
          here.stream()
              .filter(source -> source.name().equals(ruleSet))
              .forEach(source -> json.put("revision", source.revision()));
          all.add(json.put("coordinators", revisions));
        });
    return all;
  }

  private static Map<String, Long> revisions(MemberView member) {
    return member.heard().map(heard -> heard.heartbeat().getRuleSets()).orElse(Map.of());
  }
}
