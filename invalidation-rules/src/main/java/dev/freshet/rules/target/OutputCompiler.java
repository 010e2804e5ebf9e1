// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the outputs of one rule against all declared regions. Each method answers the target
 * templates of one output, and none if it reported an error. Belongs to one thread.
 *
 * <p>A pattern becomes, for each region that it covers, the region target if stars cover all holes,
 * a parameter target if it binds exactly one hole, and a key target if it binds them all: one
 * record, whatever the number of entries behind it.
 */
public final class OutputCompiler {
  private final List<RegionShape> regions;
  private final OnMissing onMissing;
  private final IssueLog issues;
  private final HoleCheck check;
  private final OutputProblems problems;
  private final Set<Target> covering = new LinkedHashSet<>();

  /**
   * Compiles the outputs of one rule.
   *
   * @param regions all declared regions
   * @param events what the rule is for: what its holes read is held against their schemas
   * @param guarded the fields that have a value in all events that fulfil the rule's condition
   * @param onMissing what happens if an event lacks a field
   * @param issues takes the problems
   */
  public OutputCompiler(
      List<RegionShape> regions,
      CoveredEvents events,
      Set<String> guarded,
      OnMissing onMissing,
      IssueLog issues) {
    this.regions = regions;
    this.onMissing = onMissing;
    this.issues = issues;
    this.check = new HoleCheck(events, guarded, onMissing, issues);
    this.problems = new OutputProblems(regions, issues);
  }

  /**
   * What covers everything that the outputs compiled so far can invalidate, whatever the event: the
   * regions of keys and patterns; for tags, which loaders of any region may return, all entries.
   */
  public List<Target> covering() {
    return covering.contains(Target.ALL) ? List.of(Target.ALL) : List.copyOf(covering);
  }

  /** {@code all: true}, all entries. */
  public List<TargetTemplate> all() {
    covering.add(Target.ALL);
    return List.of(new TargetTemplate.Fixed(Target.ALL));
  }

  /** {@code key: payment:history:{userId}}, one entry. */
  public List<TargetTemplate> key(Scalar text) {
    Output output = parse(text);
    if (output == null
        || hasStar(output, "a key names one entry", "write `pattern:` for several")) {
      return List.of();
    }
    List<Wider> wide = new ArrayList<>();
    for (RegionShape region : regions) {
      Alignment.of(region.keyShape(), output.shape)
          .ifPresent(alignment -> wide.add(wider(output, region, alignment)));
    }
    if (wide.isEmpty()) {
      problems.unaligned("key", text, output.shape, "");
      return List.of();
    }
    return List.of(
        widening(output, new TargetTemplate.OfKey(output.holes.fill(text.text())), wide));
  }

  /** {@code tag: user:{userId}}, all entries with a label. */
  public List<TargetTemplate> tag(Scalar text) {
    Output output = parse(text);
    if (output == null || hasStar(output, "a tag names one label", null)) {
      return List.of();
    }
    List<Wider> wide =
        regions.stream()
            .filter(region -> declares(region, output.shape))
            .map(region -> new Wider(new Target.Region(region.name()), List.of()))
            .toList();
    if (wide.isEmpty()) {
      problems.undeclared(text, widens(output.holes));
    }
    covering.add(Target.ALL);
    return List.of(
        widening(output, new TargetTemplate.OfTag(output.holes.fill(text.text())), wide));
  }

  /** {@code region: session}, all entries of a region. */
  public List<TargetTemplate> region(Scalar text) {
    if (regions.stream().noneMatch(region -> region.name().equals(text.text()))) {
      problems.unknownRegion(text);
      return List.of();
    }
    Target region = new Target.Region(text.text());
    covering.add(region);
    return List.of(new TargetTemplate.Fixed(region));
  }

  /** {@code pattern: session:*:{userId}}, all entries whose keys fit. */
  public List<TargetTemplate> pattern(Scalar text) {
    Output output = parse(text);
    if (output == null || namesEveryEntry(text)) {
      return List.of();
    }
    List<TargetTemplate> targets = new ArrayList<>();
    boolean aligned = false;
    for (RegionShape region : regions) {
      Optional<Alignment> alignment = Alignment.of(region.keyShape(), output.shape);
      aligned |= alignment.isPresent();
      alignment.map(found -> rewrite(output, region, found)).ifPresent(targets::add);
    }
    if (!aligned) {
      String otherwise = "; for keys of no region add `scan: true` beside the pattern";
      problems.unaligned("pattern", text, output.shape, otherwise);
    }
    return List.copyOf(targets);
  }

  /**
   * {@code pattern: legacy:*:{userId}} with {@code scan: true}, all entries whose keys fit, of
   * whatever region: stars may stand anywhere, and cover colons.
   */
  public List<TargetTemplate> scan(Scalar text) {
    if (namesEveryEntry(text)) {
      return List.of();
    }
    covering.add(Target.ALL);
    try {
      Holes holes = Holes.of(Template.parse(text.text()), text, issues, check);
      if (holes != null && widens(holes)) {
        problems.cannotWiden(text, "a scan covers keys of no region");
      }
      Location place = issues.source().locate(text.span().start());
      return holes == null
          ? List.of()
          : List.of(new TargetTemplate.OfScan(holes.fill(text.text()), place));
    } catch (MalformedTemplateException e) {
      problems.malformed(text, e.index(), "template: " + e.problem());
      return List.of();
    }
  }

  private @Nullable TargetTemplate rewrite(Output output, RegionShape region, Alignment alignment) {
    if (!alignment.narrow().isEmpty()) {
      problems.narrowStar(output.text, region, alignment.narrow().get(0));
      return null;
    }
    Wider wider = wider(output, region, alignment);
    if (alignment.starred().isEmpty()) {
      Fill key = output.holes.fill(boundKey(region, alignment));
      return widening(output, new TargetTemplate.OfKey(key), List.of(wider));
    }
    if (alignment.bound().isEmpty()) {
      return new TargetTemplate.Fixed(wider.region());
    }
    if (alignment.bound().size() > 1) {
      problems.partlyBound(output.text, region, alignment);
      return null;
    }
    return widening(output, wider.parameters().get(0), List.of(wider));
  }

  /** What stands in for an output in a region; values of the event come before fixed text. */
  private Wider wider(Output output, RegionShape region, Alignment alignment) {
    Target.Region whole = new Target.Region(region.name());
    covering.add(whole);
    return new Wider(
        whole,
        alignment.bound().entrySet().stream()
            .sorted(Comparator.comparing(bound -> bound.getValue().indexOf('{') < 0))
            .map(
                bound ->
                    new TargetTemplate.OfParameter(
                        region.name(), bound.getKey(), output.holes.fill(bound.getValue())))
            .toList());
  }

  private TargetTemplate widening(Output output, TargetTemplate narrow, List<Wider> wide) {
    return widens(output.holes) ? new TargetTemplate.Widening(narrow, wide) : narrow;
  }

  private static boolean declares(RegionShape region, KeyShape tag) {
    return region.tagShapes().stream()
        .anyMatch(declared -> Alignment.of(declared, tag).isPresent());
  }

  private static String boundKey(RegionShape region, Alignment alignment) {
    return region.keyShape().segments().stream()
        .map(
            segment ->
                segment.prefix()
                    + alignment.bound().getOrDefault(segment.hole(), "")
                    + segment.suffix())
        .collect(Collectors.joining(":"));
  }

  private boolean hasStar(Output output, String reason, @Nullable String help) {
    int star = output.shape.starIndex();
    if (star >= 0) {
      problems.star(output.text, star, reason, help);
    }
    return star >= 0;
  }

  private boolean namesEveryEntry(Scalar text) {
    boolean every = text.text().equals("*");
    if (every) {
      problems.everyEntry(text);
    }
    return every;
  }

  /** Whether a value may be missing that only something wider can stand in for. */
  private boolean widens(Holes holes) {
    return onMissing == OnMissing.WIDEN && !holes.isEmpty();
  }

  private @Nullable Output parse(Scalar text) {
    try {
      Template template = Template.parse(text.text());
      KeyShape shape = KeyShape.of(template);
      Holes holes = Holes.of(template, text, issues, check);
      return holes == null ? null : new Output(text, shape, holes);
    } catch (MalformedTemplateException e) {
      problems.malformed(text, e.index(), "template: " + e.problem());
    } catch (KeyShape.MisplacedStarException e) {
      problems.misplaced(text, e.index(), String.valueOf(e.getMessage()));
    }
    return null;
  }

  private record Output(Scalar text, KeyShape shape, Holes holes) {}
}
