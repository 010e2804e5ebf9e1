// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.SourceText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule set as its file declares it: what could be read of it. Immutable and safe for any thread.
 *
 * @param source what was parsed
 * @param text the same, able to say where a span stands
 * @param owner who answers for it; empty if that cannot be read
 * @param labels of all its documents
 * @param regions the regions whose name and key could be read
 * @param rules the rules whose id and event could be read
 * @param jobs the jobs whose id, region, trigger and source of keys could be read
 */
public record RuleSetFile(
    RuleSource source,
    SourceText text,
    String owner,
    Map<String, String> labels,
    List<RegionDefinition> regions,
    List<RuleDefinition> rules,
    List<JobDefinition> jobs) {

  public RuleSetFile {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    regions = List.copyOf(regions);
    rules = List.copyOf(rules);
    jobs = List.copyOf(jobs);
  }

  /** The name of the rule set. */
  public String name() {
    return source.name();
  }
}
