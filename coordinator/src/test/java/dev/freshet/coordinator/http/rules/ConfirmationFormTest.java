// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.coordinator.rulesets.Confirmation;
import dev.freshet.events.avro.MappingControl;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfirmationFormTest {
  @Test
  void shouldNameTheCoordinatorsInOrder() {
    assertForm(
        "{'state':'inForce','coordinators':['a','b','c']}",
        new Confirmation.InForce(Set.of("c", "a", "b")));
    assertForm(
        "{'state':'unconfirmed','coordinators':['a','b']}",
        new Confirmation.Unconfirmed(Set.of("b", "a")));
  }

  @Test
  void shouldSayWhyRulesAreNotInForce() {
    assertForm(
        "{'state':'refused','coordinators':['a'],'ruleSet':'carts','revision':3,"
            + "'message':'no such region; what ran before runs on there'}",
        new Confirmation.Refused("a", "carts", 3, "no such region"));
    assertForm(
        "{'state':'paused','coordinators':[],'message':'paused by ana'}",
        new Confirmation.Paused(new MappingControl(true, "ana", "", 0L)));
    assertForm("{'state':'nobodyRuns','coordinators':[]}", new Confirmation.NobodyRuns());
  }

  private static void assertForm(String expected, Confirmation confirmation) {
    assertEquals(
        new JsonObject(expected.replace('\'', '"')).encode(),
        ConfirmationForm.of(confirmation).encode());
  }
}
