// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.job.JobDefinition;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The jobs of a rule book by their names, {@code set/id}. Immutable.
 *
 * @param all in the order of their names
 */
record JobsByName(NavigableMap<String, JobDefinition> all) {

  JobsByName {
    all = Collections.unmodifiableNavigableMap(all);
  }

  static JobsByName of(RuleBook book) {
    NavigableMap<String, JobDefinition> all = new TreeMap<>();
    book.jobs().forEach(job -> all.put(name(job), job));
    return new JobsByName(all);
  }

  static String name(JobDefinition job) {
    return job.ruleSet() + "/" + job.id().text();
  }

  /**
   * A job by its name.
   *
   * @throws ProblemException if there is none; names the nearest
   */
  JobDefinition require(String ruleSet, String id) {
    String name = ruleSet + "/" + id;
    JobDefinition job = all.get(name);
    if (job == null) {
      String nearest =
          NearestName.among(all.keySet(), name).map(found -> ", nearest " + found).orElse("");
      throw ProblemException.of(
          ApiCode.UNKNOWN_JOB, "job " + name + ": found none in the rules in force" + nearest);
    }
    return job;
  }
}
