// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.NearestName;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds jobs whose region no registered service loads: their runs would wait, and fail. Says
 * nothing unless somebody asked who is registered.
 */
record Loaders(Optional<Set<String>> loaded) implements Check {

  @Override
  public void run(RuleSets sets, Findings findings) {
    loaded.ifPresent(regions -> check(regions, sets, findings));
  }

  private static void check(Set<String> loaded, RuleSets sets, Findings findings) {
    Set<String> declared =
        sets.regions().stream().map(filed -> filed.region().name()).collect(Collectors.toSet());
    for (RuleSetFile file : sets.files()) {
      for (JobDefinition job : file.jobs()) {
        String region = job.region().text();
        // Of a region that nobody declares the compiler has said so.
        if (declared.contains(region) && !loaded.contains(region)) {
          String nearest = NearestName.help(region, loaded);
          findings.warning(
              file,
              job.region().span(),
              IssueCode.NO_LOADER,
              "no registered service loads region '" + region + "'",
              nearest == null ? "the runs of job '" + job.id() + "' will wait for one" : nearest);
        }
      }
    }
  }
}
