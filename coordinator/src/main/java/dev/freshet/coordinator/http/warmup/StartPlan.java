// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.warmup.view.RunStates;
import dev.freshet.coordinator.warmup.view.Runs;
import dev.freshet.coordinator.warmup.world.Members;
import dev.freshet.coordinator.warmup.world.World;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupPriority;
import dev.freshet.events.values.Template;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run that somebody asks for would do. Immutable.
 *
 * @param job what is to run
 * @param asked who asks for it, and which keys are meant
 * @param service whose workers would do it now, if there are any
 * @param keysPerSecond most keys a second that the source of the region may be asked for, if there
 *     is a limit
 * @param notes what would keep it from beginning at once
 */
record StartPlan(
    JobDefinition job,
    Asked asked,
    Optional<String> service,
    OptionalDouble keysPerSecond,
    List<String> notes) {
  private static final int MOST_FINDINGS = 20;

  StartPlan {
    notes = List.copyOf(notes);
  }

  /**
   * Plans a run.
   *
   * @throws ProblemException if the keys are none of the region's, or there would be none at all
   */
  static StartPlan of(JobDefinition job, Asked asked, World world, Runs runs) {
    String region = job.region().text();
    checkKeys(job, asked.keys(), world);
    Optional<String> service = world.members().best(region).map(Members.Loader::service);
    List<String> notes = new ArrayList<>();
    if (service.isEmpty()) {
      notes.add(
          "no live member can load region "
              + region
              + ": the run waits for one, and fails after 10m");
    }
    if (asked.keys().isEmpty()) {
      underWay(job.ruleSet(), job.id().text(), runs)
          .map(run -> run + ": while it is, another of the job is skipped")
          .ifPresent(notes::add);
    }
    job.dependsOn().forEach(other -> dependency(job.ruleSet(), other.text(), runs, notes));
    return new StartPlan(job, asked, service, world.limit(region), notes);
  }

  private static Optional<String> underWay(String ruleSet, String job, Runs runs) {
    return runs.of(ruleSet, job)
        .filter(run -> !RunStates.hasEnded(run))
        .findFirst()
        .map(run -> "run " + run.getRun() + " is " + RunStates.text(run.getState()));
  }

  /** As far as runs are still known: of those of long ago planners alone know. */
  private static void dependency(String ruleSet, String job, Runs runs, List<String> notes) {
    Optional<String> underWay = underWay(ruleSet, job, runs);
    if (underWay.isPresent()) {
      notes.add(underWay.get() + ": the run waits for it");
    } else if (runs.of(ruleSet, job).noneMatch(run -> run.getState() == RunState.DONE)) {
      notes.add("no run of job " + job + " is known to be done: the run may wait for one");
    }
  }

  private static void checkKeys(JobDefinition job, List<String> keys, World world) {
    if (keys.isEmpty() && job.keys() instanceof KeySource.Invalidated) {
      throw ProblemException.of(
          ApiCode.NO_KEYS,
          "job "
              + JobsByName.name(job)
              + ": found that its keys are those that a rule invalidates, expected keys");
    }
    world
        .jobs()
        .region(job.region().text())
        .ifPresent(region -> checkKeys(region.name(), region.key(), keys));
  }

  private static void checkKeys(String region, Template template, List<String> keys) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < keys.size() && findings.size() < MOST_FINDINGS; i++) {
      if (template.match(keys.get(i)).isEmpty()) {
        findings.add(
            Finding.at(
                ApiCode.UNFIT_KEY,
                "/keys/" + i,
                "key: found '" + keys.get(i) + "', expected one of " + template));
      }
    }
    if (!findings.isEmpty()) {
      throw ProblemException.of(
          ApiCode.UNFIT_KEY, "keys: found some that are none of region " + region, findings);
    }
  }

  WarmupPriority priority() {
    return WarmupPriority.valueOf(job.priority().name());
  }

  /** What the run is of. */
  Expected.Job what() {
    return new Expected.Job(job.ruleSet(), job.id().text(), job.region().text(), priority());
  }

  /** How many keys, if that is known before. */
  private OptionalLong keys() {
    long most = job.work().maxKeys();
    if (!asked.keys().isEmpty()) {
      return OptionalLong.of(Math.min(most, asked.keys().size()));
    }
    return job.keys() instanceof KeySource.Listed listed
        ? OptionalLong.of(Math.min(most, listed.keys().size()))
        : OptionalLong.empty();
  }

  /** The schema {@code WarmupPlan} of the API document. */
  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("dryRun", true)
            .put("ruleSet", job.ruleSet())
            .put("job", job.id().text())
            .put("region", job.region().text())
            .put("priority", RunForm.word(priority()))
            .put("keysFrom", asked.keys().isEmpty() ? JobTexts.keys(job.keys()) : "request");
    keys().ifPresent(count -> json.put("keys", count));
    service.ifPresent(name -> json.put("service", name));
    JsonObject limits = JobForm.limits(job.work());
    keysPerSecond.ifPresent(most -> limits.put("keysPerSecond", most));
    return json.put("limits", limits).put("notes", new JsonArray(notes));
  }
}
