// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import dev.freshet.rules.source.Limit;
import java.util.List;

/** The keys of a file with tests of rules, {@code *.test.yaml}. Stateless. */
public final class CaseSyntax {
  /** The kind of the one document that such a file holds. */
  public static final String KIND = "RuleTests";

  private static final Block PARAMETER =
      Block.of(
          "`parameter`",
          "All entries of a region with a value at a hole of its key.",
          Key.of("region", Form.NAME, "The region.").must().example("session"),
          Key.of("hole", Form.TEXT, "The hole.").must().example("userId"),
          target("value", "The value, as it stands in keys.").must().example("\"42\""));

  /** One expected target. */
  public static final Block TARGET =
      Block.of(
              "a target",
              "What an event is to invalidate: exactly one of the six.",
              target("key", "One entry.").example("payment:history:42"),
              target("tag", "All entries that carry the tag.").example("user:42"),
              Key.of("parameter", PARAMETER, "All entries of a region with a value at a hole.")
                  .example("{region: session, hole: userId, value: \"42\"}"),
              Key.of("region", Form.NAME, "All entries of a region.").example("analytics:revenue"),
              Key.of("all", new Value.Words(List.of("true")), "Every entry of every region."),
              target("scan", "All entries whose keys fit a pattern.").example("legacy:*:42"))
          .exactlyOne(List.of("key", "tag", "parameter", "region", "all", "scan"));

  /** One test. */
  public static final Block CASE =
      Block.of(
              "a test",
              "Says what an event is to invalidate. At least one of `invalidates`, `shadow` and"
                  + " `fails` must be there.",
              Key.of("name", Form.TEXT, "Unique in its file.")
                  .must()
                  .example("a success drops the histories of its user"),
              Key.of(
                      "rule",
                      Form.TEXT,
                      "Looks at one rule alone: its id, or `set/id` where several sets have the id.")
                  .example("payment-success"),
              Key.of(
                      "event",
                      new Value.Tree(),
                      "The event: CloudEvents attributes and `data`; only `type` must be there.")
                  .example("{type: payment.success, data: {userId: 42, billId: b7}}"),
              Key.of(
                      "eventFile",
                      Form.TEXT,
                      "A file with events, relative to this one; its events count together.")
                  .example("events/refund.json"),
              Key.of(
                      "at",
                      Form.DATE,
                      "The day on which the events are stored, for rules with `expires`; without it"
                          + " no rule has expired.")
                  .example("2027-01-01"),
              Key.of(
                      "invalidates",
                      new Value.Items(new Value.Nested(TARGET), Limit.EXPECTATIONS),
                      "Exactly what the rules that are enforced invalidate; an empty list: nothing.")
                  .example("[{key: \"payment:history:42\"}]"),
              Key.of(
                      "shadow",
                      new Value.Items(new Value.Nested(TARGET), Limit.EXPECTATIONS),
                      "Exactly what the rules in shadow mode would invalidate; not checked if left"
                          + " out.")
                  .example("[]"),
              Key.of(
                      "fails",
                      new Value.Items(new Value.Text(Form.TEXT), Limit.EXPECTATIONS),
                      "Parts of the messages of failing rules: each must be found, and every failure"
                          + " must hold one. Without it no rule may fail.")
                  .example("[\"{billId} reads data.billId\"]"))
          .exactlyOne(List.of("event", "eventFile"));

  /** The document. */
  public static final Block DOCUMENT =
      Block.of(
          "a document",
          "Tests of rules.",
          RuleFileSyntax.version(),
          Key.of("kind", new Value.Words(List.of(KIND)), "`" + KIND + "`.").must().example(KIND),
          Key.of(
                  "rules",
                  new Value.Items(new Value.Text(Form.TEXT), Limit.DOCUMENTS),
                  "The files and directories of rules under test, relative to this file, with those"
                      + " that declare their regions. If left out, all rule files below the"
                      + " directory of this file.")
              .example("[payment.yaml, billing.yaml]"),
          Key.of(
                  "tests",
                  new Value.Items(new Value.Nested(CASE), Limit.CASES),
                  "The tests, each with its event.")
              .must());

  private CaseSyntax() {}

  private static Key target(String name, String doc) {
    return Key.of(name, new Value.Text(Form.TEXT, Limit.TARGET_LENGTH), doc);
  }
}
