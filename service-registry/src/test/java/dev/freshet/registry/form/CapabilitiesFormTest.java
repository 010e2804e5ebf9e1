// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.LoadingVia;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.registry.Capabilities;
import dev.freshet.registry.Capabilities.EventUse;
import dev.freshet.registry.Capabilities.Loader;
import dev.freshet.registry.Capabilities.RegionUse;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.Records;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapabilitiesFormTest {
  private static final MemberId ONE = Records.member("p-1");
  private static final MemberId TWO = Records.member("p-2");

  private static Object members(MemberId... ids) {
    return List.of(ids).stream().map(MemberId::toString).toList();
  }

  @Test
  void shouldShowEachUseUnderWhatItIs() {
    RegionLoading loading =
        RegionLoading.newBuilder()
            .setRegion("profile")
            .setVia(LoadingVia.JDBC)
            .setSource("users-ro")
            .setQuery("by-id")
            .build();
    Map<String, Object> form =
        CapabilitiesForm.of(
            new Capabilities(
                List.of(
                    new RegionUse("profile", List.of(ONE, TWO), List.of(new Loader(ONE, loading)))),
                List.of(new EventUse("user.updated", List.of(TWO), List.of(ONE)))));

    assertEquals(
        List.of(Map.of("region", "profile", "members", members(ONE, TWO))), form.get("holds"));
    assertEquals(
        List.of(
            Map.of(
                "region",
                "profile",
                "members",
                members(ONE),
                "loaders",
                List.of(
                    Map.of(
                        "member",
                        ONE.toString(),
                        "via",
                        "jdbc",
                        "source",
                        "users-ro",
                        "query",
                        "by-id",
                        "priority",
                        0)))),
        form.get("loads"));
    assertEquals(
        List.of(Map.of("eventType", "user.updated", "members", members(TWO))),
        form.get("publishes"));
    assertEquals(
        List.of(Map.of("eventType", "user.updated", "members", members(ONE))),
        form.get("consumes"));
    assertEquals(List.of(), form.get("gaps"));
  }

  @Test
  void shouldNameWhatNobodyDoes() {
    Map<String, Object> form =
        CapabilitiesForm.of(
            new Capabilities(
                List.of(new RegionUse("profile", List.of(ONE), List.of())),
                List.of(
                    new EventUse("NodeLost", List.of(), List.of(ONE)),
                    new EventUse("user.deleted", List.of(), List.of(ONE)),
                    new EventUse("user.updated", List.of(ONE), List.of()))));

    assertEquals(
        List.of(
            Map.of(
                "kind",
                "unloaded",
                "name",
                "profile",
                "message",
                "region profile is held, and nobody can load it"),
            Map.of(
                "kind",
                "unpublished",
                "name",
                "user.deleted",
                "message",
                "event user.deleted is consumed, and nobody publishes it")),
        form.get("gaps"));
  }
}
