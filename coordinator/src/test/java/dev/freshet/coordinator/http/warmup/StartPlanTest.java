// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import static dev.freshet.coordinator.http.warmup.Shop.loader;
import static dev.freshet.coordinator.http.warmup.Shop.members;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.coordinator.warmup.view.Runs;
import dev.freshet.coordinator.warmup.view.TestRuns;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RunState;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.RegistrySnapshot;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartPlanTest {
  private static final Runs NO_RUNS = TestRuns.of();

  private static JsonObject plan(
      String job, List<String> keys, RegistrySnapshot members, Runs runs) {
    World world = new World(Jobs.of(Shop.book()), Members.of(members), Set.of());
    return StartPlan.of(Shop.job(job), new Asked(null, null, keys), world, runs).toJson();
  }

  @Test
  void shouldSayWhoWouldDoItAndWithinWhichLimits() {
    RegistrySnapshot members =
        members(
            loader("small", MemberStatus.UP, 1, null),
            loader("draining", MemberStatus.DRAINING, 9, null),
            loader("gone", MemberStatus.GONE, 9, null),
            loader("big", MemberStatus.DEGRADED, 5, 200.0));

    JsonObject plan = plan("carts", List.of(), members, NO_RUNS);

    assertEquals("big", plan.getString("service"));
    assertEquals(200.0, plan.getJsonObject("limits").getDouble("keysPerSecond"));
    assertEquals("jdbc shop", plan.getString("keysFrom"));
    assertFalse(plan.containsKey("keys"));
    assertTrue(plan.getJsonArray("notes").isEmpty());
  }

  @Test
  void shouldKeepToTheLimitOfTheJobsIfItIsTheLower() {
    RegistrySnapshot members = members(loader("big", MemberStatus.UP, 0, 9_000.0));

    JsonObject plan = plan("carts", List.of(), members, NO_RUNS);

    assertEquals(500.0, plan.getJsonObject("limits").getDouble("keysPerSecond"));
  }

  @Test
  void shouldCountKeysThatAreKnownBefore() {
    RegistrySnapshot members = members(loader("big", MemberStatus.UP, 0, null));

    assertEquals(1, plan("listed", List.of(), members, NO_RUNS).getLong("keys"));
    JsonObject asked = plan("carts", List.of("cart:1", "cart:2"), members, NO_RUNS);
    assertEquals(2, asked.getLong("keys"));
    assertEquals("request", asked.getString("keysFrom"));
  }

  @Test
  void shouldSayWhatWouldKeepItFromBeginning() {
    Runs runs =
        TestRuns.of(
            TestRuns.run("r-1", RunState.DONE, 2).setJob("listed").build(),
            TestRuns.run("r-2", RunState.LISTING, 1).setJob("listed").build());

    assertEquals(
        List.of(
            "no live member can load region cart: the run waits for one, and fails after 10m",
            "run r-2 is listing: while it is, another of the job is skipped",
            "no run of job carts is known to be done: the run may wait for one"),
        notes(plan("listed", List.of(), members(), runs)));
  }

  private static List<?> notes(JsonObject plan) {
    return plan.getJsonArray("notes").getList();
  }

  @Test
  void shouldSayNothingOfWhatKeepsItNoMore() {
    RegistrySnapshot members = members(loader("big", MemberStatus.UP, 0, null));
    Runs done =
        TestRuns.of(
            TestRuns.run("r-1", RunState.RUNNING, 2).setJob("listed").build(),
            TestRuns.run("r-2", RunState.DONE, 1).build());

    // Chosen keys are warmed beside a run of all.
    assertEquals(List.of(), notes(plan("listed", List.of("cart:1"), members, done)));
    Runs running = TestRuns.of(TestRuns.run("r-3", RunState.RUNNING, 1).build());
    assertEquals(
        List.of("run r-3 is running: the run waits for it"),
        notes(plan("listed", List.of(), members, running)));
  }

  @Test
  void shouldRefuseKeysThatAreNoneOfTheRegion() {
    ProblemException refused =
        assertThrows(
            ProblemException.class,
            () -> plan("carts", List.of("cart:1", "card:1", "cart"), members(), NO_RUNS));

    assertEquals(
        List.of("/keys/1", "/keys/2"),
        refused.problem().errors().stream().map(Finding::pointer).toList());
    assertEquals("/problems/A065", refused.problem().type());
  }

  @Test
  void shouldRefuseAJobThatWouldHaveNothingToDo() {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> plan("again", List.of(), members(), NO_RUNS));

    assertEquals("/problems/A066", refused.problem().type());
    assertEquals(1, plan("again", List.of("cart:1"), members(), NO_RUNS).getLong("keys"));
  }

  @Test
  void shouldNameTheNearestJob() {
    JobsByName jobs = JobsByName.of(Shop.book());

    ProblemException refused =
        assertThrows(ProblemException.class, () -> jobs.require("shop", "cart"));

    assertEquals(
        Optional.of("job shop/cart: found none in the rules in force, nearest shop/carts"),
        Optional.ofNullable(refused.getMessage()));
  }
}
