// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.coordinator.proposal.Revisions;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.job.JobDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is declared, and by which revisions. Immutable.
 *
 * @param regions of all rule sets in force
 * @param jobs of all rule sets in force
 * @param revisions by the names of their sets
 */
record RulesInForce(RegionCatalog regions, List<JobDefinition> jobs, Map<String, Long> revisions) {

  static RulesInForce of(List<RuleSetRevision> current) {
    Map<String, Long> revisions = new TreeMap<>();
    current.forEach(set -> revisions.put(set.getName(), set.getRevision()));
    RuleBook book = RuleBook.compile(current.stream().map(Revisions::source).toList()).book();
    return new RulesInForce(book.regions(), book.jobs(), revisions);
  }
}
