// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.condition.Variables;
import dev.freshet.rules.explain.Explanation;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.schema.EventTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All rule sets, compiled: the regions and warm-up jobs there are, and what each event invalidates.
 * Immutable and safe for any thread; nothing here blocks or does I/O.
 */
public final class RuleBook {
  private static final RuleBook EMPTY = new RuleBook(List.of(), List.of(), List.of(), List.of());

  private final List<RuleSource> sources;
  private final RegionCatalog regions;
  private final List<CompiledRule> rules;
  private final RuleIndex index;
  private final List<JobDefinition> jobs;

  RuleBook(
      List<RuleSource> sources,
      List<RegionDefinition> regions,
      List<CompiledRule> rules,
      List<JobDefinition> jobs) {
    this.sources = List.copyOf(sources);
    this.regions = RegionCatalog.of(regions);
    this.rules = List.copyOf(rules);
    this.index = new RuleIndex(rules);
    this.jobs = List.copyOf(jobs);
  }

  /** A book without rules. */
  public static RuleBook empty() {
    return EMPTY;
  }

  /**
   * Compiles rule sets together: patterns and keys of one set may name regions of another. A set
   * with an error is left out of the book and does not keep the others out; where two sets cannot
   * stand together, as with two regions of one name, the later one has the error. Regions that
   * could be read serve the other sets even if their own set is left out.
   */
  public static Compilation compile(Collection<RuleSource> sources) {
    return compile(sources, EventTypes.NONE);
  }

  /**
   * Compiles rule sets as {@link #compile(Collection)} does, and holds templates and conditions
   * against the schemas of the events as far as they are known.
   */
  public static Compilation compile(Collection<RuleSource> sources, EventTypes types) {
    return BookCompiler.compile(List.copyOf(sources), types);
  }

  /**
   * The next book, when the newest revisions of all rule sets are {@code latest}. A set whose
   * newest revision has errors keeps the revision that this book has. A revision, or a removal,
   * that breaks a set that did not change is refused together with all other changes: a service's
   * rules never stop because of somebody else's mistake.
   */
  public Compilation update(Collection<RuleSource> latest) {
    return update(latest, Map.of());
  }

  /**
   * As above; a set of which nothing is in this book and whose newest revision has errors, as after
   * a restart, falls back to the newest of its earlier ones that is good and harms no other set.
   *
   * @param earlier earlier revisions by the name of their set, the newest first
   */
  public Compilation update(
      Collection<RuleSource> latest, Map<String, ? extends Collection<RuleSource>> earlier) {
    return BookUpdate.update(this, List.copyOf(latest), earlier);
  }

  /** What all rules say about an event, none of which has expired. */
  public MatchResult match(DomainEvent event) {
    return match(event, Instant.MIN);
  }

  /**
   * What all rules say about an event; never throws for what an event holds.
   *
   * @param at when the event was stored: a rule that expired before does not match
   */
  public MatchResult match(DomainEvent event, Instant at) {
    List<CompiledRule> rules = index.rulesFor(event.type());
    if (rules.isEmpty()) {
      return MatchResult.NOTHING;
    }
    List<Outcome> outcomes = new ArrayList<>(rules.size());
    Variables variables = new Variables(event);
    for (CompiledRule rule : rules) {
      rule.match(event, at, variables, outcomes);
    }
    return new MatchResult(outcomes);
  }

  /**
   * Why each rule matches an event or not. Says what {@link #match(DomainEvent, Instant)} does, for
   * all rules and with the reasons; takes its time, and is for those who ask.
   *
   * @param at when the event was stored
   */
  public Explanation explain(DomainEvent event, Instant at) {
    RuleExplainer explainer = new RuleExplainer(event, at);
    return new Explanation(
        Explanation.Subject.of(event), at, rules.stream().map(explainer::explain).toList());
  }

  /** The regions of all sets in the book. */
  public RegionCatalog regions() {
    return regions;
  }

  /** The warm-up jobs of all sets in the book, set by set. */
  public List<JobDefinition> jobs() {
    return jobs;
  }

  /** The sets in the book, in the order in which their rules match. */
  public List<RuleSource> sources() {
    return sources;
  }
}
