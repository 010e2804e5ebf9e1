// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.source.Location;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of the rules tests cover. A rule is tested once it has matched in a test that checks its
 * targets. Its branches are both results of its condition, and each of its outputs. Rules that are
 * off do not count. Immutable and safe for any thread.
 *
 * @param rules in the order of their files
 */
public record Coverage(List<OfRule> rules) {
  public Coverage {
    rules = List.copyOf(rules);
  }

  /**
   * The coverage of one rule.
   *
   * @param rule {@code set/id}
   * @param location where it stands
   * @param tested whether it has matched
   * @param branches none if it has neither condition nor output
   */
  public record OfRule(String rule, Location location, boolean tested, List<Branch> branches) {
    public OfRule {
      branches = List.copyOf(branches);
    }
  }

  /**
   * A way that an event can take through a rule.
   *
   * @param gap what to say if it is not covered
   * @param location where the condition or output stands
   * @param covered whether a test took it
   */
  public record Branch(String gap, Location location, boolean covered) {}

  /**
   * Something that no test covers.
   *
   * @param location where it stands
   * @param rule {@code set/id}
   * @param what what no test did, for people
   */
  public record Gap(Location location, String rule, String what) {
    /** {@code file:line:column: rule set/id: what}. */
    @Override
    public String toString() {
      return location + ": rule " + rule + ": " + what;
    }
  }

  /** How many rules are tested. */
  public long testedRules() {
    return rules.stream().filter(OfRule::tested).count();
  }

  /** How many branches there are. */
  public long branches() {
    return rules.stream().mapToLong(rule -> rule.branches().size()).sum();
  }

  /** How many branches are covered. */
  public long coveredBranches() {
    return rules.stream().flatMap(rule -> rule.branches().stream()).filter(Branch::covered).count();
  }

  /** Whether at least so many per cent of the rules, and of the branches, are covered. */
  public boolean isAtLeast(int percent) {
    return testedRules() * 100 >= (long) percent * rules.size()
        && coveredBranches() * 100 >= percent * branches();
  }

  /** What is not covered; a rule that never matched is one gap. */
  public List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    for (OfRule rule : rules) {
      if (rule.tested()) {
        rule.branches().stream()
            .filter(branch -> !branch.covered())
            .forEach(branch -> gaps.add(new Gap(branch.location(), rule.rule(), branch.gap())));
      } else {
        gaps.add(new Gap(rule.location(), rule.rule(), "no test makes it match"));
      }
    }
    return gaps;
  }

  /** {@code 14 rules, 9 tested: 64%}, with per cents rounded down. */
  public String summary() {
    return share(rules.size(), rules.size() == 1 ? "rule" : "rules", testedRules(), "tested");
  }

  /** {@code 30 branches, 20 covered: 66%}, likewise. */
  public String branchSummary() {
    return share(branches(), branches() == 1 ? "branch" : "branches", coveredBranches(), "covered");
  }

  private static String share(long all, String what, long some, String how) {
    long percent = all == 0 ? 100 : some * 100 / all;
    return all + " " + what + ", " + some + " " + how + ": " + percent + "%";
  }
}
