// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import dev.freshet.rules.source.Limit;
import java.util.List;

/** The keys of a warm-up job. Stateless. */
public final class JobSyntax {
  private static final Block AFTER =
      Block.of(
          "`after`",
          "Runs when a rule has invalidated something.",
          Key.of("rule", Form.RULE_REF, "A rule of this set by its id, or `set/id`.")
              .must()
              .example("payment-success"),
          Key.of("delay", Form.DURATION, "How long to wait, for sources whose replicas lag.")
              .example("1s"));

  private static final Block JDBC =
      Block.of(
          "`jdbc`",
          "Keys from a query.",
          Key.of("dataSource", Form.NAME, "A data source that the workers know by this name.")
              .must()
              .example("payments"),
          Key.of(
                  "query",
                  new Value.Text(Form.TEXT, Limit.QUERY_LENGTH),
                  "SQL; its columns are named like the holes of the region's key.")
              .must()
              .example("select user_id as \"userId\" from payments"));

  private static final Block HTTP =
      Block.of(
          "`http`",
          "Keys from an HTTP endpoint, as a JSON list of objects.",
          Key.of("endpoint", Form.NAME, "An endpoint that the workers know by this name.")
              .must()
              .example("payments"),
          Key.of("path", Form.TEXT, "Below the endpoint, as it stands in a URL.")
              .must()
              .example("/active-users"));

  /** Where a job's keys come from. */
  public static final Block KEYS =
      Block.of(
              "`keys`",
              "Where the keys come from: exactly one of the seven.",
              Key.of(
                      "list",
                      new Value.Items(new Value.Text(Form.TEXT), Limit.JOB_KEYS),
                      "The keys themselves.")
                  .example("[\"utility:types\"]"),
              Key.of("jdbc", JDBC, "A query."),
              Key.of("http", HTTP, "An HTTP endpoint."),
              Key.of(
                  "invalidated",
                  new Value.Words(List.of("true")),
                  "What the rule of `after` has invalidated."),
              Key.of("hottest", Form.COUNT, "The keys that were read most, so many.")
                  .example("1000"),
              Key.of(
                  "peers", new Value.Words(List.of("true")), "The keys that other nodes hold now."),
              Key.of(
                      "predicted",
                      Form.COUNT,
                      "The keys that were read most at this hour on earlier days, so many.")
                  .example("1000"))
          .exactlyOne(
              List.of("list", "jdbc", "http", "invalidated", "hottest", "peers", "predicted"));

  private static final Block RETRY =
      Block.of(
          "`retry`",
          "What happens to keys whose load fails.",
          Key.of("attempts", Form.COUNT, "How often a load is tried in all.").otherwise("3"),
          Key.of("backoff", Form.DURATION, "The first pause; each further one is twice as long.")
              .otherwise("200ms"),
          Key.of("maxBackoff", Form.DURATION, "The longest pause.").otherwise("10s"));

  private static final Block HOLD =
      Block.of(
          "`holdReady`",
          "Keeps a node that joins from being ready until the job is so far.",
          Key.of("share", Form.SHARE, "Which share of the keys must be warm.").otherwise("90%"),
          Key.of("atMost", Form.DURATION, "How long it may take.").must().example("30s"));

  /** A warm-up job. */
  public static final Block JOB =
      Block.of(
              "a job",
              "Loads keys of a region before anybody asks. Runs by exactly one trigger: `every`,"
                  + " `cron`, `after`, `onJoin` or `onDemand`.",
              Key.of("id", Form.NAME, "Unique in its rule set.").must().example("recent-payments"),
              Key.of("description", Form.TEXT, "For people."),
              Key.of("region", Form.NAME, "The region to warm.").must().example("payment:recent"),
              Key.of(
                      "priority",
                      new Value.Words(List.of("high", "medium", "low")),
                      "Which job goes first if there is work for several.")
                  .otherwise("medium"),
              Key.of("every", Form.DURATION, "Trigger: at this distance, at least 1s.")
                  .example("30m"),
              Key.of("cron", Form.TEXT, "Trigger: five fields of Unix cron, in UTC.")
                  .example("\"0 6 * * 1-5\""),
              Key.of("after", AFTER, "Trigger: a rule has invalidated something."),
              Key.of(
                  "onJoin", new Value.Words(List.of("true")), "Trigger: a node joins, for itself."),
              Key.of(
                  "onDemand", new Value.Words(List.of("true")), "Trigger: somebody asks for it."),
              Key.of("keys", KEYS, "Where the keys come from.").must(),
              Key.of("batchSize", Form.COUNT, "Keys per task.").otherwise("100"),
              Key.of("concurrency", Form.COUNT, "Tasks of a worker at the same time.")
                  .otherwise("8"),
              Key.of(
                      "ratePerSecond",
                      Form.COUNT,
                      "Most keys per second that the source is asked"
                          + " for, over all workers; no limit if left out.")
                  .example("1000"),
              Key.of("timeout", Form.DURATION, "After this a task is given up.").otherwise("30s"),
              Key.of("retry", RETRY, "What happens to keys whose load fails."),
              Key.of("maxKeys", Form.COUNT, "Keys beyond these are left out, and counted.")
                  .otherwise("1000000"),
              Key.of(
                      "ttlJitter",
                      Form.SHARE,
                      "Spreads the ends of the warmed entries; default that" + " of the region.")
                  .example("20%"),
              Key.of(
                      "misfire",
                      new Value.Words(List.of("run-once", "skip")),
                      "What becomes of a run that was due while no coordinator ran.")
                  .otherwise("run-once"),
              Key.of(
                      "dependsOn",
                      new Value.Items(new Value.Text(Form.NAME), Limit.JOBS),
                      "Jobs of this set that must have finished before.")
                  .example("[profiles]"),
              Key.of("holdReady", HOLD, "With `onJoin`: the node is not ready before."),
              Key.of("labels", new Value.Labels(), "For people and tools.")
                  .example("{team: payments}"))
          .exactlyOne(List.of("every", "cron", "after", "onJoin", "onDemand"));

  private JobSyntax() {}
}
