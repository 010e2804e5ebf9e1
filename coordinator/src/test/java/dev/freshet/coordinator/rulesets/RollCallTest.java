// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.RuleSetApplied;
import dev.freshet.events.avro.RuleSetRefused;
import dev.freshet.events.avro.RuleSetRevision;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RollCallTest {
  private final RollCall call =
      new RollCall(Set.of("c1", "c2"), List.of(revision("a", 3), revision("b", 1)));

  @Test
  void shouldWaitForEachSetOnEachCoordinator() {
    call.hear(applied("c1", "a", 3));
    call.hear(applied("c1", "b", 1));
    call.hear(applied("c2", "a", 3));

    assertNull(call.verdict());
    assertEquals(new Confirmation.Unconfirmed(Set.of("c2")), call.close());
    call.hear(applied("c2", "b", 2));
    assertEquals(new Confirmation.InForce(Set.of("c1", "c2")), call.verdict());
  }

  @Test
  void shouldNotTakeOlderRevisionForNewOne() {
    call.hear(applied("c1", "a", 2));
    call.hear(applied("c1", "b", 1));

    assertEquals(new Confirmation.Unconfirmed(Set.of("c1", "c2")), call.close());
  }

  @Test
  void shouldNotCountThoseWhoAreNotAsked() {
    call.hear(applied("c3", "a", 3));
    call.hear(applied("c3", "b", 1));
    call.hear(refused("c3", "a", 3));

    assertNull(call.verdict());
  }

  @Test
  void shouldEndWithFirstRefusal() {
    call.hear(refused("c1", "a", 2));
    call.hear(refused("c1", "other", 3));
    assertNull(call.verdict());

    call.hear(refused("c1", "a", 3));
    call.hear(applied("c1", "a", 4));

    assertEquals(new Confirmation.Refused("c1", "a", 3, "bad"), call.verdict());
  }

  @Test
  void shouldTakeUnreadableRecordForRefusal() {
    call.hear(refused("c2", "b", 0));

    assertEquals(new Confirmation.Refused("c2", "b", 0, "bad"), call.verdict());
  }

  @Test
  void shouldNotWaitForThoseWhoLeave() {
    call.hear(applied("c1", "a", 3));
    call.hear(applied("c1", "b", 1));

    call.keepOnly(Set.of("c1", "c3"));

    assertEquals(new Confirmation.InForce(Set.of("c1")), call.verdict());
  }

  @Test
  void shouldSayThatNobodyRunsIfAllLeave() {
    call.keepOnly(Set.of());

    assertEquals(new Confirmation.NobodyRuns(), call.verdict());
  }

  @Test
  void shouldHaveNothingToWaitForWithoutRevisions() {
    assertEquals(
        new Confirmation.InForce(Set.of("c1")), new RollCall(Set.of("c1"), List.of()).verdict());
  }

  @Test
  void shouldConcernItselfWithItsSetsAlone() {
    assertTrue(call.concerns("a"));
    assertFalse(call.concerns("t|user:1"));
  }

  private static CacheStateEvent applied(String origin, String ruleSet, long revision) {
    return new CacheStateEvent("id", 0L, origin, ruleSet, new RuleSetApplied(ruleSet, revision));
  }

  private static CacheStateEvent refused(String origin, String ruleSet, long revision) {
    return new CacheStateEvent(
        "id", 0L, origin, ruleSet, new RuleSetRefused(ruleSet, revision, "bad"));
  }

  private static RuleSetRevision revision(String name, long number) {
    return new RuleSetRevision(name, number, "", "", "", 0L, "", null, null, false);
  }
}
