// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.events.values.Target;
import dev.freshet.rules.condition.TypeChecks;
import dev.freshet.rules.job.JobCheck;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.target.RegionShape;
import dev.freshet.rules.target.TargetTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes sources through all phases: parse each, gather the regions and rules of all, compile each.
 */
final class BookCompiler {
  private final Map<String, RegionDefinition> regions = new LinkedHashMap<>();
  private final Map<String, RuleSource> sets = new HashMap<>();

  /** By {@code set/id}, the form of each target; none where it cannot be told. */
  private final Map<String, List<Target>> rules = new LinkedHashMap<>();

  private BookCompiler() {}

  static Compilation compile(List<RuleSource> sources, EventTypes types) {
    return new BookCompiler()
        .compileFiles(sources.stream().map(RuleFileParser::parse).toList(), types);
  }

  private Compilation compileFiles(List<RuleFileParser.Parsed> files, EventTypes types) {
    files.forEach(this::declare);
    List<RegionShape> shapes =
        regions.values().stream()
            .map(region -> RegionShape.of(region.name(), region.key(), region.tags()))
            .toList();
    var surroundings = new RuleCompiler.Surroundings(shapes, types, new TypeChecks());
    List<List<CompiledRule>> compiled =
        files.stream().map(parsed -> compileRules(parsed, surroundings)).toList();
    List<RuleSource> good = new ArrayList<>();
    List<RegionDefinition> goodRegions = new ArrayList<>();
    List<CompiledRule> goodRules = new ArrayList<>();
    List<JobDefinition> goodJobs = new ArrayList<>();
    Map<String, List<Issue>> issues = new LinkedHashMap<>();
    for (int i = 0; i < files.size(); i++) {
      RuleFileParser.Parsed parsed = files.get(i);
      RuleSetFile file = parsed.file();
      new JobCheck(regions, rules, parsed.issues()).check(file.jobs());
      if (!parsed.issues().hasErrors()) {
        good.add(file.source());
        goodRegions.addAll(file.regions());
        goodRules.addAll(compiled.get(i));
        goodJobs.addAll(file.jobs());
      }
      List<Issue> found = parsed.issues().issues();
      if (!found.isEmpty()) {
        issues.computeIfAbsent(file.name(), set -> new ArrayList<>()).addAll(found);
      }
    }
    List<RuleSetFile> read = files.stream().map(RuleFileParser.Parsed::file).toList();
    RuleBook book = new RuleBook(good, goodRegions, goodRules, goodJobs);
    return new Compilation(book, read, issues);
  }

  private List<CompiledRule> compileRules(
      RuleFileParser.Parsed parsed, RuleCompiler.Surroundings surroundings) {
    List<CompiledRule> compiled = new RuleCompiler(parsed, surroundings).compile();
    if (!parsed.issues().hasErrors()) {
      for (CompiledRule rule : compiled) {
        List<Target> targets = rule.targets().stream().map(TargetTemplate::sample).toList();
        rules.put(rule.ref().ruleSet() + "/" + rule.ref().id(), targets);
      }
    }
    return compiled;
  }

  private void declare(RuleFileParser.Parsed parsed) {
    RuleSource source = parsed.file().source();
    RuleSource firstSet = sets.putIfAbsent(source.name(), source);
    if (firstSet != null) {
      String message = "rule set `" + source.name() + "` has two sources, the other is ";
      parsed.issues().error(IssueCode.DUPLICATE_SET, Span.at(0), message + firstSet.file());
    }
    parsed.file().rules().forEach(rule -> rules.put(source.name() + "/" + rule.id(), List.of()));
    for (RegionDefinition region : parsed.file().regions()) {
      RegionDefinition first = regions.putIfAbsent(region.name(), region);
      if (first != null) {
        Span span = spanOf(parsed.file(), region);
        String message = RegionCatalog.duplicate(region.name(), first);
        parsed.issues().error(IssueCode.DUPLICATE_REGION, span, message);
      }
    }
  }

  private static Span spanOf(RuleSetFile file, RegionDefinition region) {
    int start = file.text().offsetOf(region.origin().location());
    return new Span(start, start + region.name().length());
  }
}
