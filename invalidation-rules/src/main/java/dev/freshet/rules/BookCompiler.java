// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.target.RegionShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes sources through all phases: parse each, gather the regions of all, compile each. */
final class BookCompiler {
  private final Map<String, RegionDefinition> regions = new LinkedHashMap<>();
  private final Map<String, RuleSource> sets = new HashMap<>();

  private BookCompiler() {}

  static Compilation compile(List<RuleSource> sources) {
    List<RuleSetFile> files = sources.stream().map(RuleFileParser::parse).toList();
    return new BookCompiler().compileFiles(files);
  }

  private Compilation compileFiles(List<RuleSetFile> files) {
    files.forEach(this::declare);
    List<RegionShape> shapes =
        regions.values().stream()
            .map(region -> RegionShape.of(region.name(), region.key(), region.tags()))
            .toList();
    List<RuleSource> good = new ArrayList<>();
    List<RegionDefinition> goodRegions = new ArrayList<>();
    List<CompiledRule> rules = new ArrayList<>();
    Map<String, List<Issue>> issues = new LinkedHashMap<>();
    for (RuleSetFile file : files) {
      List<CompiledRule> compiled = new RuleCompiler(file, shapes).compile();
      if (!file.issues().hasErrors()) {
        good.add(file.source());
        goodRegions.addAll(file.regions());
        rules.addAll(compiled);
      }
      List<Issue> found = file.issues().issues();
      if (!found.isEmpty()) {
        issues.computeIfAbsent(file.source().name(), set -> new ArrayList<>()).addAll(found);
      }
    }
    return new Compilation(new RuleBook(good, goodRegions, rules), issues);
  }

  private void declare(RuleSetFile file) {
    RuleSource firstSet = sets.putIfAbsent(file.source().name(), file.source());
    if (firstSet != null) {
      file.issues()
          .error(
              IssueCode.DUPLICATE_SET,
              Span.at(0),
              "rule set `"
                  + file.source().name()
                  + "` has two sources, the other is "
                  + firstSet.file());
    }
    for (RegionDefinition region : file.regions()) {
      RegionDefinition first = regions.putIfAbsent(region.name(), region);
      if (first != null) {
        Span span = spanOf(file, region);
        String message = RegionCatalog.duplicate(region.name(), first);
        file.issues().error(IssueCode.DUPLICATE_REGION, span, message);
      }
    }
  }

  private static Span spanOf(RuleSetFile file, RegionDefinition region) {
    int start = file.issues().source().offsetOf(region.origin().location());
    return new Span(start, start + region.name().length());
  }
}
