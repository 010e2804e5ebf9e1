// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that the jobs of a set can be put into an order in which each finds what it waits for. A
 * walk in depth: a job that is met again while it is still open waits for itself.
 */
final class JobOrder {
  private static final int SHOWN = 10;

  private final IssueLog issues;
  private final Map<String, JobDefinition> jobs = new LinkedHashMap<>();
  private final Set<String> open = new LinkedHashSet<>();
  private final Set<String> done = new HashSet<>();

  private JobOrder(IssueLog issues) {
    this.issues = issues;
  }

  static void check(List<JobDefinition> jobs, IssueLog issues) {
    JobOrder order = new JobOrder(issues);
    jobs.forEach(order::add);
    order.jobs.values().forEach(order::visit);
  }

  private void add(JobDefinition job) {
    JobDefinition first = jobs.putIfAbsent(job.id().text(), job);
    if (first != null) {
      issues.error(
          IssueCode.DUPLICATE_JOB,
          job.id().span(),
          "job id `"
              + job.id()
              + "` stands twice, first at "
              + issues.source().locate(first.id().span().start()));
    }
  }

  /** Not deeper than a file may have jobs. */
  private void visit(JobDefinition job) {
    if (done.contains(job.id().text())) {
      return;
    }
    open.add(job.id().text());
    boolean leadsBack = false;
    for (Scalar needed : job.dependsOn()) {
      JobDefinition next = jobs.get(needed.text());
      if (next == null) {
        unknown(needed);
      } else if (next.trigger() instanceof Trigger.OnJoin) {
        endless(needed);
      } else if (!open.contains(needed.text())) {
        visit(next);
      } else if (!leadsBack) {
        leadsBack = true;
        cycle(needed);
      }
    }
    open.remove(job.id().text());
    done.add(job.id().text());
  }

  private void unknown(Scalar needed) {
    issues.error(
        IssueCode.JOB_DEPENDENCY,
        needed.span(),
        "no job of this set is named '" + needed + "'",
        () -> NearestName.help(needed.text(), jobs.keySet()));
  }

  private void endless(Scalar needed) {
    issues.error(
        IssueCode.JOB_DEPENDENCY,
        needed.span(),
        "job '" + needed + "' is done by each node that joins, and never finished for all",
        () -> "wait for a job with another trigger than `onJoin`");
  }

  private void cycle(Scalar needed) {
    List<String> way = new ArrayList<>(open);
    way = way.subList(way.indexOf(needed.text()), way.size());
    String shown = String.join(" -> ", way.subList(0, Math.min(SHOWN, way.size())));
    issues.error(
        IssueCode.JOB_DEPENDENCY,
        needed.span(),
        "jobs wait for each other: "
            + shown
            + (way.size() > SHOWN ? " -> ... -> " : " -> ")
            + needed);
  }
}
