// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.registry.Capabilities.EventUse;
import dev.freshet.registry.Capabilities.Loader;
import dev.freshet.registry.Capabilities.RegionUse;
import dev.freshet.registry.form.Registrations;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static final RegionLoading LOADING =
      RegionLoading.newBuilder().setRegion("profile").setVia(LoadingVia.IN_PROCESS).build();

  private final SortedMap<MemberId, MemberView> members = new TreeMap<>();

  @Test
  void shouldSayWhoHoldsLoadsPublishesAndConsumesWhat() {
    add("p-1", MemberStatus.UP, all -> all.holds(Records.holding("profile")).loads(LOADING));
    add("p-2", MemberStatus.SUSPECT, all -> all.holds(Records.holding("profile")));
    add("p-3", MemberStatus.UP, all -> all.publishes("user.updated").consumes("NodeLost"));

    Capabilities capabilities = capabilities();

    assertEquals(
        new Capabilities(
            List.of(
                new RegionUse(
                    "profile",
                    List.of(Records.member("p-1"), Records.member("p-2")),
                    List.of(new Loader(Records.member("p-1"), LOADING)))),
            List.of(
                new EventUse("NodeLost", List.of(), List.of(Records.member("p-3"))),
                new EventUse("user.updated", List.of(Records.member("p-3")), List.of()))),
        capabilities);
    assertTrue(capabilities.events().get(0).isWithoutPublisher());
    assertTrue(capabilities.events().get(1).isWithoutConsumer());
  }

  @Test
  void shouldFindTheRegionsThatNobodyLoads() {
    add("p-1", MemberStatus.UP, all -> all.holds(Records.holding("profile")));
    add("p-2", MemberStatus.GONE, all -> all.loads(LOADING));
    assertTrue(capabilities().regions().get(0).isWithoutLoader());

    add("p-3", MemberStatus.DEGRADED, all -> all.loads(LOADING));
    assertFalse(capabilities().regions().get(0).isWithoutLoader());
  }

  private Capabilities capabilities() {
    return Capabilities.of(new RegistrySnapshot(members, Optional.empty()));
  }

  private void add(
      String instance, MemberStatus state, UnaryOperator<Registrations.Builder> capabilities) {
    MemberId id = Records.member(instance);
    members.put(
        id,
        new MemberView(
            id,
            Records.entry(capabilities.apply(Registrations.builder(id, "first")).build(), state),
            Optional.empty()));
  }
}
