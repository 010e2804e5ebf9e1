// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import dev.freshet.rules.source.Limit;
import java.util.List;

/** The keys of a rule. Stateless. */
public final class RuleSyntax {
  private static final List<String> TARGETS = List.of("key", "tag", "pattern", "region", "all");

  /** One output of a rule. */
  public static final Block OUTPUT =
      Block.of(
              "an output",
              "What a rule invalidates: exactly one of the five.",
              Key.of("key", Form.TEMPLATE, "One entry; fits the key of a region.")
                  .example("payment:history:{userId}"),
              Key.of("tag", Form.TEMPLATE, "All entries that carry the tag.")
                  .example("user:{userId}"),
              Key.of(
                      "pattern",
                      Form.PATTERN,
                      "All entries of a region with a value at one hole, or of the whole region.")
                  .example("session:*:{userId}"),
              Key.of("region", Form.NAME, "All entries of a region.").example("analytics:revenue"),
              Key.of("all", new Value.Words(List.of("true")), "Every entry of every region."),
              Key.of(
                  "scan",
                  new Value.Words(List.of("true")),
                  "Beside `pattern`: the pattern fits keys of whatever region, by comparing each"
                      + " key."))
          .exactlyOne(TARGETS);

  private static final Block LIMITS =
      Block.of(
          "`limits`",
          "Bounds what a rule may cost. Nothing is dropped: above the limit the rule invalidates"
              + " the whole regions of its outputs, once a second each.",
          Key.of(
                  "commandsPerSecond",
                  Form.COUNT,
                  "Most commands per second of each mapping task, over time.")
              .must()
              .example("100"),
          Key.of(
                  "burst",
                  Form.COUNT,
                  "How many commands may come at once; default as many as come" + " in a second.")
              .example("1000"));

  /** A rule. */
  public static final Block RULE =
      Block.of(
          "a rule",
          "Says which targets an event invalidates.",
          Key.of("id", Form.NAME, "Unique in its rule set.").must().example("payment-success"),
          Key.of("description", Form.TEXT, "For people."),
          Key.of("event", Form.EVENT, "The type of the events, or a prefix of types.")
              .must()
              .example("payment.success")
              .example("payment.*"),
          Key.of(
                  "when",
                  new Value.Text(Form.CONDITION, Limit.CONDITION_LENGTH),
                  "The rule matches only if this is true. CEL over `data`, the payload, and"
                      + " `event`, the attributes.")
              .example("data.amount > 0"),
          Key.of(
                  "invalidate",
                  new Value.Items(new Value.Nested(OUTPUT), Limit.OUTPUTS),
                  "The outputs.")
              .must()
              .example("[{key: \"payment:history:{userId}\"}]"),
          Key.of(
                  "mode",
                  new Value.Words(List.of("enforce", "shadow", "off")),
                  "`enforce` sends commands; `shadow` writes them to a topic of their own and"
                      + " counts them; `off` is checked and never matches.")
              .otherwise("enforce"),
          Key.of(
                  "onMissing",
                  new Value.Words(List.of("error", "widen")),
                  "What happens if an event lacks a field that an output needs: `error` makes a dead"
                      + " letter; `widen` invalidates by another hole of the key, or the whole"
                      + " region.")
              .otherwise("error"),
          Key.of(
                  "repeatAfter",
                  Form.DURATION,
                  "Sends the commands once more after this time, for sources whose replicas lag"
                      + " behind their events.")
              .example("5s"),
          Key.of(
                  "coalesce",
                  Form.DURATION,
                  "Holds a command back for so long, and sends one for all events with its target"
                      + " in that time.")
              .example("200ms"),
          Key.of("limits", LIMITS, "Bounds what the rule may cost."),
          Key.of(
                  "expires",
                  Form.DATE,
                  "The last day on which the rule matches, in UTC; for rules that are there for a"
                      + " while only.")
              .example("2027-01-31"),
          Key.of("labels", new Value.Labels(), "For people and tools.")
              .example("{team: payments}"));

  private RuleSyntax() {}
}
