// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.world;

import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.job.InvalidatedKeys;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import dev.freshet.rules.job.Trigger;
import dev.freshet.rules.region.RegionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** The jobs in force, and what of the rule book they need. Immutable and safe for any thread. */
public final class Jobs {
  private final RegionCatalog regions;
  private final Map<JobRef, JobDefinition> jobs = new LinkedHashMap<>();

  /** By rule, as {@code set/id}. */
  private final Map<String, List<JobDefinition>> after = new HashMap<>();

  private final Map<String, Double> limits = new HashMap<>();
  private final Map<String, InvalidatedKeys> invalidated = new HashMap<>();
  private final Set<String> predicted = new HashSet<>();
  private final Set<String> worked = new TreeSet<>();

  private Jobs(RegionCatalog regions) {
    this.regions = regions;
  }

  /** The jobs of a book. */
  public static Jobs of(RuleBook book) {
    return of(book.jobs(), book.regions());
  }

  public static Jobs of(List<JobDefinition> definitions, RegionCatalog regions) {
    Jobs all = new Jobs(regions);
    definitions.forEach(all::add);
    return all;
  }

  private void add(JobDefinition job) {
    String region = job.region().text();
    jobs.put(JobRef.of(job), job);
    if (job.trigger() instanceof Trigger.After rule) {
      after
          .computeIfAbsent(rule.ruleSet() + "/" + rule.ruleId(), any -> new ArrayList<>())
          .add(job);
    }
    if (job.work().keysPerSecond() > 0) {
      limits.merge(region, (double) job.work().keysPerSecond(), Math::min);
    }
    if (!(job.trigger() instanceof Trigger.OnJoin)) {
      worked.add(region);
    }
    if (job.keys() instanceof KeySource.Predicted) {
      predicted.add(region);
    }
    regions
        .find(region)
        .filter(found -> job.keys() instanceof KeySource.Invalidated)
        .ifPresent(found -> invalidated.put(region, new InvalidatedKeys(found, regions.all())));
  }

  /** Whether jobs run after a rule. */
  public boolean runAfter(String rule) {
    return after.containsKey(rule);
  }

  public List<JobDefinition> after(String ruleSet, String rule) {
    return after.getOrDefault(ruleSet + "/" + rule, List.of());
  }

  public Iterable<JobDefinition> all() {
    return jobs.values();
  }

  public Optional<JobDefinition> find(JobRef job) {
    return Optional.ofNullable(jobs.get(job));
  }

  public Optional<RegionDefinition> region(String name) {
    return regions.find(name);
  }

  /** Which keys of a region invalidations are about; of those for whose jobs it matters. */
  public Optional<InvalidatedKeys> invalidated(String region) {
    return Optional.ofNullable(invalidated.get(region));
  }

  /** The regions of which any job is done by workers; nodes that join do the others. */
  public Set<String> worked() {
    return worked;
  }

  /** Whether any job warms what will be read in a region. */
  public boolean predicts(String region) {
    return predicted.contains(region);
  }

  /** The regions of which any job warms what will be read. */
  public Set<String> predicted() {
    return predicted;
  }

  /** Most keys a second that jobs allow to be asked for: the least that any of a region's says. */
  OptionalDouble limit(String region) {
    Double least = limits.get(region);
    return least == null ? OptionalDouble.empty() : OptionalDouble.of(least);
  }
}
