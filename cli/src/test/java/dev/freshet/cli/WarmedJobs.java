// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cli.rules.RuleInputs;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether the jobs of rule files have warmed something. Stateless. */
final class WarmedJobs {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private WarmedJobs() {}

  /**
   * Waits until of each job a run is done that had keys of which not all failed; not of those that
   * predict, for a new stack knows nothing of earlier days.
   */
  static void awaitAll(RunningDev dev, Path files) {
    List<JobDefinition> jobs =
        RuleBook.compile(RuleInputs.read(List.of(files.toString())).sources()).orThrow().jobs();
    Set<String> wanted =
        jobs.stream()
            .filter(job -> !(job.keys() instanceof KeySource.Predicted))
            .map(job -> job.ruleSet() + "/" + job.id().text())
            .collect(Collectors.toCollection(TreeSet::new));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Set<String> warmed = warmed(dev);
              warmed.retainAll(wanted);
              assertEquals(wanted, warmed);
            });
  }

  private static Set<String> warmed(RunningDev dev) throws IOException {
    URI done = URI.create(dev.endpoint("api") + "/api/v1/warmup/runs?state=done&pageSize=500");
    Set<String> jobs = new TreeSet<>();
    try (InputStream answer = done.toURL().openStream()) {
      for (JsonNode run : JSON.readTree(answer).get("items")) {
        JsonNode keys = run.get("keys");
        if (keys.get("done").asLong() > keys.get("failed").asLong()) {
          jobs.add(run.get("ruleSet").asText() + "/" + run.get("job").asText());
        }
      }
    }
    return jobs;
  }
}
