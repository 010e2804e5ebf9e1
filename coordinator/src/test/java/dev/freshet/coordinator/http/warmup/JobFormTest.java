// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import static dev.freshet.coordinator.warmup.view.TestRuns.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.coordinator.http.warmup.KnownRuns.Known;
import dev.freshet.coordinator.warmup.view.TestRuns;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.RunTrigger;
import dev.freshet.events.avro.WarmupRun;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobFormTest {
  // A Friday.
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private static long minutesAgo(long minutes) {
    return NOON.minus(Duration.ofMinutes(minutes)).toEpochMilli();
  }

  @Test
  void shouldShowAJobWithItsLastRunAndWhenItIsDue() {
    JobForm form =
        new JobForm(
            TestRuns.of(
                run("by-hand", RunState.RUNNING, minutesAgo(5))
                    .setTrigger(RunTrigger.ON_DEMAND)
                    .build(),
                run("by-time", RunState.DONE, minutesAgo(40)).build()),
            NOON);

    JsonObject job = form.brief(Shop.job("carts"));

    assertEquals("by-hand", job.getJsonObject("lastRun").getString("run"));
    assertEquals("running", job.getJsonObject("lastRun").getString("state"));
    assertEquals("2026-11-20T12:20:00Z", job.getString("nextDue"));
    assertEquals("every 30m", job.getString("trigger"));
    assertEquals(500, job.getJsonObject("limits").getInteger("keysPerSecond"));
  }

  @Test
  void shouldSayNothingOfATimeThatIsNotKnown() {
    JobForm form = new JobForm(TestRuns.of(), NOON);

    assertFalse(form.brief(Shop.job("carts")).containsKey("nextDue"));
    assertFalse(form.brief(Shop.job("users")).containsKey("nextDue"));
    assertEquals("2026-11-23T06:00:00Z", form.brief(Shop.job("listed")).getString("nextDue"));
  }

  @Test
  void shouldShowAllThatAFileSaysOfASingleJob() {
    JobForm form = new JobForm(TestRuns.of(), NOON);

    JsonObject listed = form.full(Shop.job("listed"));
    assertEquals(List.of("cart:1", "cart:2"), listed.getJsonArray("keyList").getList());
    assertEquals(List.of("carts"), listed.getJsonArray("dependsOn").getList());
    assertEquals("skip", listed.getString("misfire"));
    assertEquals(0.2, listed.getDouble("ttlJitter"));
    JsonObject carts = form.full(Shop.job("carts"));
    assertEquals("select user_id as \"userId\" from carts", carts.getString("query"));
    assertEquals("run-once", carts.getString("misfire"));
    assertEquals("shop", carts.getJsonObject("labels").getString("team"));
    assertEquals(
        "{\"share\":0.8,\"atMost\":\"1m\"}",
        form.full(Shop.job("hot")).getJsonObject("holdReady").encode());
  }

  @Test
  void shouldTellEachTriggerAndSourceInFewWords() {
    assertEquals(
        List.of(
            "after shop/ordered and 5s, invalidated",
            "every 30m, jdbc shop",
            "onJoin, hottest 10",
            "onJoin, peers",
            "cron 0 6 * * 1-5, list of 2",
            "onDemand, http users /active",
            "every 1h, predicted 50"),
        JobsByName.of(Shop.book()).all().values().stream()
            .map(job -> JobTexts.trigger(job.trigger()) + ", " + JobTexts.keys(job.keys()))
            .toList());
  }

  @Test
  void shouldShowARunWithItsCountsAndPace() {
    WarmupRun run =
        run("r-1", RunState.RUNNING, minutesAgo(2))
            .setService("shop-api")
            .setStartedAtMs(minutesAgo(1))
            .setKeys(1_000)
            .setPresent(100)
            .setLoaded(200)
            .setAbsent(30)
            .setRefused(20)
            .setFailed(10)
            .setErrors(List.of("timeout"))
            .build();

    JsonObject json = RunForm.of(run, NOON);

    assertEquals(360, json.getJsonObject("keys").getLong("done"));
    assertEquals(6.0, json.getDouble("keysPerSecond"));
    assertEquals(List.of("timeout"), json.getJsonArray("errors").getList());
    WarmupRun ended = WarmupRun.newBuilder(run).setEndedAtMs(minutesAgo(1) + 30_000).build();
    assertEquals(12.0, RunForm.of(ended, NOON).getDouble("keysPerSecond"));
  }

  @Test
  void shouldTellOfARunThatNobodyHasPlannedThatItIsOrdered() {
    JsonObject json = RunForm.of(new Known(run("r-1", RunState.WAITING, 0).build(), false), NOON);

    assertEquals("ordered", json.getString("state"));
    assertFalse(json.containsKey("keys"));
  }
}
