// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import dev.freshet.events.avro.Registration;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Members by their services. Pure. */
final class Services {
  private Services() {}

  /** The members of each service, by its name. */
  static NavigableMap<String, List<MemberView>> of(RegistrySnapshot snapshot) {
    NavigableMap<String, List<MemberView>> services = new TreeMap<>();
    snapshot
        .members()
        .values()
        .forEach(
            member ->
                services
                    .computeIfAbsent(member.id().service(), name -> new ArrayList<>())
                    .add(member));
    return services;
  }

  /** The schema {@code Service} of the API document. */
  static Map<String, Object> form(List<MemberView> members) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("service", members.get(0).id().service());
    form.put("instances", members.size());
    form.put("states", states(members));
    owner(members).ifPresent(owner -> form.put("owner", owner));
    form.put(
        "versions",
        new ArrayList<>(
            new TreeSet<>(
                members.stream()
                    .flatMap(member -> registration(member).getVersion().stream())
                    .toList())));
    return form;
  }

  /** How many members are in each state, by its name in JSON. */
  static Map<String, Integer> states(Iterable<MemberView> members) {
    Map<String, Integer> states = new TreeMap<>();
    members.forEach(member -> states.merge(state(member), 1, Integer::sum));
    return states;
  }

  private static String state(MemberView member) {
    return member.entry().getState().name().toLowerCase(Locale.ROOT);
  }

  /** What whoever started last says. */
  private static Optional<String> owner(List<MemberView> members) {
    return members.stream()
        .map(Services::registration)
        .filter(registration -> registration.getOwner().isPresent())
        .max(Comparator.comparingLong(Registration::getStartedAtMs))
        .flatMap(Registration::getOwner);
  }

  private static Registration registration(MemberView member) {
    return member.entry().getRegistration();
  }
}
