// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import dev.freshet.rules.source.Limit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of a rule file, by their kind. Stateless and safe for any thread. */
public final class RuleFileSyntax {
  /** The one {@code apiVersion} there is. */
  public static final String API_VERSION = "freshet.dev/v1";

  /** The kind that declares regions. */
  public static final String REGIONS = "CacheRegions";

  /** The kind that declares rules. */
  public static final String RULES = "InvalidationRules";

  /** The kind that declares warm-up jobs. */
  public static final String JOBS = "WarmupJobs";

  /** {@code metadata} of every document. */
  public static final Block METADATA =
      Block.of(
          "`metadata`",
          "Which rule set the document belongs to.",
          Key.of("name", Form.NAME, "Name of the rule set, the same in all documents of a file.")
              .must()
              .example("payments"),
          Key.of("owner", Form.TEXT, "Who answers for it: a team, a handle, an address.")
              .must()
              .example("payment-service"),
          Key.of("labels", new Value.Labels(), "For people and tools.")
              .example("{tier: critical}"));

  private static final Map<String, Block> BY_KIND = new LinkedHashMap<>();

  static {
    add(REGIONS, "Declares regions of the cache.", "regions", RegionSyntax.REGION, Limit.REGIONS);
    add(RULES, "Says which events invalidate what.", "rules", RuleSyntax.RULE, Limit.RULES);
    add(JOBS, "Declares warm-up jobs.", "jobs", JobSyntax.JOB, Limit.JOBS);
  }

  /** A document whose kind nobody knows. */
  public static final Block UNKNOWN_KIND =
      new Block(
          "a document",
          "",
          List.of(
              version(),
              kind(),
              metadata(),
              Key.of("regions", new Value.Tree(), ""),
              Key.of("rules", new Value.Tree(), ""),
              Key.of("jobs", new Value.Tree(), "")),
          List.of());

  private RuleFileSyntax() {}

  private static void add(String kind, String doc, String list, Block item, Limit limit) {
    Key items = Key.of(list, new Value.Items(new Value.Nested(item), limit), item.doc()).must();
    BY_KIND.put(kind, Block.of("a document", doc, version(), kind(), metadata(), items));
  }

  static Key version() {
    return Key.of("apiVersion", Form.TEXT, "`" + API_VERSION + "`.").must().example(API_VERSION);
  }

  private static Key kind() {
    return Key.of("kind", Form.TEXT, "What the document declares.").must();
  }

  private static Key metadata() {
    return Key.of("metadata", METADATA, "Which rule set the document belongs to.").must();
  }

  /** The kinds, in the order in which files have them. */
  public static List<String> kinds() {
    return List.copyOf(BY_KIND.keySet());
  }

  /** The document of a kind, or null. */
  public static @Nullable Block document(String kind) {
    return BY_KIND.get(kind);
  }
}
