// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

/**
 * What a rule file may not exceed. The limits keep a careless or hostile file from taking the
 * memory or the time of a coordinator; they are far above what people write.
 */
public enum Limit {
  FILE_SIZE("file size", 1_000_000, "characters"),
  NESTING_DEPTH("nesting depth", 20, "levels"),
  DOCUMENTS("documents per file", 100, "documents"),
  REGIONS("regions per file", 1_000, "regions"),
  RULES("rules per file", 2_000, "rules"),
  JOBS("jobs per file", 1_000, "jobs"),
  JOB_KEYS("keys per job", 10_000, "keys"),
  LABELS("labels", 50, "labels"),
  OUTPUTS("outputs per rule", 100, "outputs"),
  TAGS("tags per region", 50, "tags"),
  CASES("cases per file", 20_000, "cases"),
  EXPECTATIONS("expectations per case", 1_000, "expectations"),
  TARGET_LENGTH("target length", 2_000, "characters"),
  TEXT_LENGTH("text length", 500, "characters"),
  QUERY_LENGTH("query length", 10_000, "characters"),
  CONDITION_LENGTH("condition length", 2_000, "characters"),
  CONDITION_DEPTH("condition depth", 32, "levels"),
  CONDITION_SIZE("condition size", 500, "nodes"),
  CONDITION_COST("condition cost", 100_000, "steps"),
  CONDITION_ITERATIONS("condition iterations", 1_000, "iterations"),
  REGEX_LENGTH("regex length", 200, "characters"),
  REGEX_REPETITIONS("regex repetitions", 1_000, "repetitions"),
  REGEX_PROGRAM("regex program size", 5_000, "instructions");

  private final String label;
  private final int max;
  private final String unit;

  Limit(String label, int max, String unit) {
    this.label = label;
    this.max = max;
    this.unit = unit;
  }

  /** What is limited. */
  public String label() {
    return label;
  }

  /** What is counted, in the plural. */
  public String unit() {
    return unit;
  }

  /** The largest value that is accepted. */
  public int max() {
    return max;
  }

  /** What to say about a value above the limit. */
  public String exceededBy(long found) {
    return "limit '" + label + "': found " + found + ", expected at most " + max + " " + unit;
  }

  /** What to say where only the fact is known. */
  public String exceeded() {
    return "limit '" + label + "': expected at most " + max + " " + unit;
  }
}
