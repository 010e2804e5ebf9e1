// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.job.JobDefinition.HoldReady;
import dev.freshet.rules.job.JobDefinition.Misfire;
import dev.freshet.rules.job.JobDefinition.Priority;
import dev.freshet.rules.job.JobDefinition.Retry;
import dev.freshet.rules.job.JobDefinition.Work;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.yaml.Scalar;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarmupJobsTest {
  private static final RuleSource REGIONS =
      new RuleSource(
          "regions",
          "regions.yaml",
          1,
          """
          apiVersion: freshet.dev/v1
          kind: CacheRegions
          metadata: {name: regions, owner: o}
          regions:
            - {name: profile, key: "profile:{userId}", ttl: 1h}
          ---
          apiVersion: freshet.dev/v1
          kind: InvalidationRules
          metadata: {name: regions, owner: o}
          rules:
            - {id: changed, event: user.updated, invalidate: [{key: "profile:{userId}"}]}
          """);

  @Test
  void shouldCarryWhatAJobSays() {
    JobDefinition job =
        only(
            """
              - id: held
                description: Those of yesterday.
                region: profile
                priority: high
                onJoin: true
                keys: {jdbc: {dataSource: users, query: select id as "userId" from users}}
                batchSize: 10
                concurrency: 2
                ratePerSecond: 500
                timeout: 10s
                retry: {attempts: 5, backoff: 100ms, maxBackoff: 1s}
                maxKeys: 20
                ttlJitter: 0%
                misfire: skip
                holdReady: {share: 50%, atMost: 20s}
                labels: {team: users}
            """);

    Retry retry = new Retry(5, Duration.ofMillis(100), Duration.ofSeconds(1));
    assertEquals("jobs", job.ruleSet());
    assertEquals("held", job.id().text());
    assertEquals("Those of yesterday.", String.valueOf(job.description()));
    assertEquals("profile", job.region().text());
    assertEquals(Priority.HIGH, job.priority());
    assertEquals(new Trigger.OnJoin(), job.trigger());
    assertEquals("users", assertInstanceOf(KeySource.Jdbc.class, job.keys()).dataSource());
    assertEquals(new Work(10, 2, 500, Duration.ofSeconds(10), retry, 20), job.work());
    assertEquals(OptionalDouble.of(0), job.ttlJitter());
    assertEquals(Misfire.SKIP, job.misfire());
    assertEquals(new HoldReady(0.5, Duration.ofSeconds(20)), job.holdReady());
    assertEquals(Map.of("team", "users"), job.labels());
  }

  @Test
  void shouldHoldANodeForAllOfItsKeys() {
    JobDefinition job =
        only(
            """
              - {id: j, region: profile, onJoin: true, keys: {hottest: 10}, holdReady: {share: 100%, atMost: 1s}}
            """);

    assertEquals(new HoldReady(1, Duration.ofSeconds(1)), job.holdReady());
  }

  @Test
  void shouldFillInWhatAJobLeavesOut() {
    JobDefinition job = only("  - {id: j, region: profile, every: 30m, keys: {hottest: 1000}}\n");

    assertEquals(new Trigger.Every(Duration.ofMinutes(30)), job.trigger());
    assertEquals(new KeySource.Hottest(1000), job.keys());
    assertNull(job.description());
    assertEquals(Priority.MEDIUM, job.priority());
    assertEquals(new Work(100, 8, 0, Duration.ofSeconds(30), Retry.DEFAULT, 1_000_000), job.work());
    assertEquals(OptionalDouble.empty(), job.ttlJitter());
    assertEquals(Misfire.RUN_ONCE, job.misfire());
    assertNull(job.holdReady());
    assertEquals(Map.of(), job.labels());
  }

  @Test
  void shouldReadEveryTriggerAndSource() {
    List<JobDefinition> jobs =
        compile(
                """
                  - {id: a, region: profile, cron: 0 6 * * 1-5, keys: {list: ["profile:42"]}}
                  - id: b
                    region: profile
                    after: {rule: regions/changed, delay: 2s}
                    keys: {invalidated: true}
                    dependsOn: [a]
                  - id: c
                    region: profile
                    onDemand: true
                    keys: {http: {endpoint: users, path: /active}}
                  - {id: d, region: profile, onJoin: true, keys: {peers: true}}
                  - {id: e, region: profile, every: 1h, keys: {predicted: 500}}
                """)
            .orThrow()
            .jobs();

    assertEquals(List.of("a", "b", "c", "d", "e"), jobs.stream().map(j -> j.id().text()).toList());
    var cron = assertInstanceOf(Trigger.Cron.class, jobs.get(0).trigger());
    assertEquals("0 6 * * 1-5", cron.text().text());
    var listed = assertInstanceOf(KeySource.Listed.class, jobs.get(0).keys());
    assertEquals(List.of("profile:42"), listed.keys().stream().map(Scalar::text).toList());
    var after = assertInstanceOf(Trigger.After.class, jobs.get(1).trigger());
    assertEquals("regions/changed", after.ruleSet() + "/" + after.ruleId());
    assertEquals(Duration.ofSeconds(2), after.delay());
    assertInstanceOf(KeySource.Invalidated.class, jobs.get(1).keys());
    assertEquals(List.of("a"), jobs.get(1).dependsOn().stream().map(Scalar::text).toList());
    assertEquals(new Trigger.OnDemand(), jobs.get(2).trigger());
    assertEquals(new KeySource.Http("users", "/active"), jobs.get(2).keys());
    assertEquals(new Trigger.OnJoin(), jobs.get(3).trigger());
    assertEquals(new KeySource.Peers(), jobs.get(3).keys());
    assertEquals(new KeySource.Predicted(500), jobs.get(4).keys());
  }

  @Test
  void shouldTakeARuleWithoutASetFromTheOwnOne() {
    Compilation compilation =
        compile(
            "  - {id: j, region: profile, after: {rule: changed}, keys: {invalidated: true}}\n");

    assertEquals(List.of(IssueCode.UNKNOWN_RULE), codes(compilation));
    assertTrue(compilation.book().jobs().isEmpty());
  }

  @Test
  void shouldFindAVeryLongCircleAndShowItsBeginning() {
    String jobs =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    "  - {id: j%d, region: profile, onDemand: true, keys: {peers: true}, dependsOn: [j%d]}\n"
                        .formatted(i, (i + 1) % 1_000))
            .collect(Collectors.joining());

    List<Issue> issues = compile(jobs).allIssues();

    assertEquals(List.of(IssueCode.JOB_DEPENDENCY), issues.stream().map(Issue::code).toList());
    assertTrue(issues.get(0).message().endsWith("j8 -> j9 -> ... -> j0"), issues::toString);
  }

  @Test
  void shouldAllowTwoWaysToOneJob() {
    String diamond =
        """
          - {id: a, region: profile, onDemand: true, keys: {peers: true}, dependsOn: [b, c]}
          - {id: b, region: profile, onDemand: true, keys: {peers: true}, dependsOn: [d]}
          - {id: c, region: profile, onDemand: true, keys: {peers: true}, dependsOn: [d]}
          - {id: d, region: profile, onDemand: true, keys: {peers: true}}
        """;

    assertFalse(compile(diamond).hasErrors());
  }

  private static JobDefinition only(String job) {
    List<JobDefinition> jobs = compile(job).orThrow().jobs();
    assertEquals(1, jobs.size());
    return jobs.get(0);
  }

  private static List<IssueCode> codes(Compilation compilation) {
    return compilation.allIssues().stream().map(Issue::code).toList();
  }

  private static Compilation compile(String jobs) {
    String head =
        """
        apiVersion: freshet.dev/v1
        kind: WarmupJobs
        metadata: {name: jobs, owner: o}
        jobs:
        """;
    return RuleBook.compile(List.of(REGIONS, new RuleSource("jobs", "jobs.yaml", 1, head + jobs)));
  }
}
